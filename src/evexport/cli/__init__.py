"""The command line: `evexport`. Exit 0 is yes, 1 no or refused, 2 bad input, with what to mend."""

from importlib import import_module
from itertools import pairwise
from typing import Any

import click

from evexport.cli.output import complain
from evexport.kernel.problems import BadInput, Problem

# Command -> its place under evexport.cli, and what it does in a line. A module is imported when its command
# is called, so that commands without a database start at once and need none.
COMMANDS = {
    "assess": ("assess:assess", "Assess a yearly filing, without a database. 评估年度申报"),
    "classify": ("classify:classify", "Do these goods need a licence? 判断是否须领证"),
    "vin": ("vin:vin", "Check a list of VINs. 检查车辆识别代号"),
    "law": ("law:law", "Show, compare and check the rules. 规则数据"),
    "registers": ("registers:registers", "Import a register. 导入登记数据"),
    "gate": ("gate:gate", "Decide export declarations from a file. 海关验放"),
    "exchange": ("exchange:exchange", "Answer a day's file of a customs office. 离线交换"),
    "licence": ("licence:licence", "Verify a licence offline. 离线核验许可证"),
    "ledger": ("ledger:ledger", "Verify the ledger. 核验账本"),
    "work": ("work:work", "How far long work is. 批量事项进度"),
    "statistics": ("statistics:statistics", "Count the figures anew. 统计数据"),
    "keys": ("keys:keys", "Show and rotate signing keys. 签名密钥"),
    "openapi": ("openapi:openapi", "Print the interface's description. 接口说明"),
    "demo": ("demo:demo", "Run a demonstration year and serve it. 演示"),
    "serve": ("serving:serve", "Serve pages and interface. 启动服务"),
    "stop": ("serving:stop", "End what was started here. 停止服务"),
}


class Commands(click.Group):
    """Finds each command in its module, and turns a problem into its sentence and exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command = getattr(import_module(f"evexport.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """The table's own lines, so that asking for help imports nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta["as_json"] = "--json" in args
        ctx.meta["lang"] = next((after for word, after in pairwise(args) if word == "--lang"), None)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            complain(problem, lang=ctx.meta["lang"], as_json=ctx.meta["as_json"])
            ctx.exit(2 if isinstance(problem, BadInput) else 1)


@click.command(cls=Commands)
@click.version_option(package_name="evexport")
def evexport() -> None:
    """Export licences for battery-electric passenger cars. 纯电动乘用车出口许可证。

    Exit 0: yes. 1: no, or refused. 2: bad input, with a sentence that says what to mend.
    """


def main() -> None:
    """Run a command."""
    evexport()

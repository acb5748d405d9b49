"""What stands for the seminar, laid under what stands for one session."""

from dataclasses import dataclass
from typing import Literal

from plugins.reader.strict_yaml import Key
from plugins.seminars.registration_fields import RegistrationFields
from plugins.seminars.written import SeminarFields, SessionFields, SharedFields


@dataclass(frozen=True)
class Layers:
    """A session's own keys over the seminar's; `way` is where the session stands in the file."""

    session: SessionFields
    seminar: SeminarFields
    way: Key

    def is_own(self, name: str) -> bool:
        """Whether the session has this key itself."""
        return name in self.session.model_fields_set

    def holder(self, name: str) -> SharedFields:
        """Return the fields that a key's value comes from."""
        return self.session if self.is_own(name) else self.seminar

    def place_of(self, *names: str) -> Key:
        """Return where the first of `names` was written: in the session if it has it."""
        return (*self.way, *names) if self.is_own(names[0]) else names

    def way_to(self, key: str) -> Key:
        """Return where a key of the registration was written: in the session's own if that has it."""
        own = self.session.registration
        has_own = isinstance(own, RegistrationFields) and key in own.model_fields_set
        return (*self.way, "registration", key) if has_own else ("registration", key)

    def registration(self) -> RegistrationFields | Literal["not needed"] | None:
        """Lay the session's registration over the seminar's, key by key."""
        own, shared = self.session.registration, self.seminar.registration
        if not self.is_own("registration"):
            return shared
        if not (isinstance(own, RegistrationFields) and isinstance(shared, RegistrationFields)):
            return own
        kept = {name: getattr(shared, name) for name in shared.model_fields_set}
        if own.model_fields_set & {"url", "email"}:
            kept = {name: value for name, value in kept.items() if name not in {"url", "email"}}
        return own.model_copy(update={name: value for name, value in kept.items() if name not in own.model_fields_set})

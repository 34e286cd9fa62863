"""What a command of the AWS CLI asks for, and what is wrong with it by itself."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cache

from msgspec import structs

from drlint.model.procedure import Call, Fault, Word
from drlint.model.resource import Location
from drlint.readers.awscli.index import Index, packaged
from drlint.readers.awscli.model import Flag, Operation, Service, flag_of
from drlint.readers.awscli.names import listed, operation_suggestion, shown, suggestion
from drlint.readers.awscli.parsing import Parsed, flag_name

# Names that runbooks use and no version of the CLI has had.
_INSTEAD = {("secretsmanager", "promote-secret"): "stop-replication-to-replica"}
_SERVICES_INSTEAD = {"config": "configservice", "codedeploy": "deploy", "eventbridge": "events"}
_WHOLE_INPUT = frozenset({"cli-input-json", "cli-input-yaml", "generate-cli-skeleton"})


def call_of(words: Sequence[Word], location: Location, index: Index | None = None) -> Call:
    """The call of the words behind the program `aws`; nothing is run, fetched or opened."""
    return _Reading(words, location, index or packaged()).call()


@cache
def _options(index: Index) -> Mapping[str, Flag]:
    return {each.name: flag_of(each) for each in index.header.options}


class _Reading:
    """One command on its way to a call."""

    def __init__(self, words: Sequence[Word], location: Location, index: Index) -> None:
        self.index = index
        self.options = _options(index)
        self.parsed = Parsed("aws", location)
        self.words = self.parsed.without_options(words, self.options)
        self.service = self.operation = ""
        self.waits = False

    def call(self) -> Call:
        self._read()
        parsed = self.parsed
        return Call(
            service=self.service,
            operation=self.operation,
            waits=self.waits,
            parameters=parsed.parameters,
            options=parsed.options,
            problems=tuple(parsed.problems),
            index=self.index.version,
        )

    def _read(self) -> None:
        self._check_options()
        word = self._next_word(self.index.services)
        if word is None:
            if not ({"version", "cli-auto-prompt"} & self.parsed.options.keys() or self.parsed.open):
                self.parsed.report(Fault.SERVICE, "aws needs a service and an operation")
            return
        if word.text is None or word.text == "help":
            return
        self.service = word.text
        service = self.index.service(word.text)
        if service is None:
            said = f"aws has no service {_called(word.text)}"
            other = _SERVICES_INSTEAD.get(word.text)
            near = f"; the CLI calls it {other!r}" if other else suggestion(word.text, self.index.services)
            self.parsed.report(Fault.SERVICE, said + near, word.location)
            return
        self.parsed.command = f"aws {service.name}"
        if service.operations == ("",):
            self._judge(service, "")
        else:
            self._read_operation(service)

    def _next_word(self, known: Container[str]) -> Word | None:
        """Takes words off the front up to the next one that is no flag; `aws $OPTIONS rds …` names rds."""
        while self.words:
            word = self.words.pop(0)
            name = flag_name(word)
            if name is None:
                if word.text is None and word.several and self.words and self.words[0].text in known:
                    continue
                return word
            if name in {"", "--"}:
                self.parsed.open = True
            else:
                self._stray(name, word)
        return None

    def _stray(self, name: str, word: Word) -> None:
        """A flag where a service or an operation belongs."""
        begins = [each for each in self.options if len(name) > 2 and f"--{each}".startswith(name)]  # noqa: PLR2004
        known = shown(name.lstrip("-"), "")
        if len(begins) == 1:
            whole = begins[0]
            self.parsed.report(
                Fault.ABBREVIATED, f"{self.parsed.command} finds --{whole} by its beginning {name} alone", word.location
            )
            if self.words and not _is_flag(self.words[0]):
                self.parsed.options[whole] = (self.words.pop(0),)
            return
        near = suggestion(name.lstrip("-"), self.options).replace("mean '", "mean '--")
        said = f"{self.parsed.command} has no option {name if known else 'of that name'}{near}"
        self.parsed.report(Fault.FLAG, said, word.location)
        self.parsed.open = True

    def _read_operation(self, service: Service) -> None:
        word = self._next_word(service.operations)
        if word is None:
            if "" in service.operations:
                self._judge(service, "")
            elif not self.parsed.open:
                self.parsed.report(Fault.OPERATION, f"{self.parsed.command} needs an operation")
            return
        if word.text is None or word.text == "help":
            return
        if word.text == "wait" and service.waiters:
            self._read_waiter(service)
            return
        self.operation = word.text
        if word.text in service.operations:
            self.parsed.command = f"aws {service.name} {word.text}"
            self._judge(service, word.text)
            return
        said = f"{self.parsed.command} has no operation {_called(word.text)}"
        other = _INSTEAD.get((service.name, word.text))
        near = f"; what does it is {other!r}" if other else operation_suggestion(word.text, service.operations)
        self.parsed.report(Fault.OPERATION, said + near, word.location)

    def _read_waiter(self, service: Service) -> None:
        self.waits = True
        self.parsed.command = f"aws {service.name} wait"
        word = self._next_word(service.waiters)
        if word is None:
            if not self.parsed.open:
                self.parsed.report(Fault.OPERATION, f"{self.parsed.command} needs what to wait for")
            return
        if word.text is None or word.text == "help":
            return
        self.operation = word.text
        operation = service.waiters.get(word.text)
        if operation is None:
            said = (
                f"{self.parsed.command} knows no {word.text}"
                if shown(word.text, "")
                else f"{self.parsed.command} knows no such state"
            )
            self.parsed.report(Fault.OPERATION, said + suggestion(word.text, service.waiters), word.location)
            return
        self.parsed.command += f" {word.text}"
        self._judge(service, operation)

    def _judge(self, service: Service, name: str) -> None:
        if len(self.words) == 1 and self.words[0].text == "help":
            return
        operation = service.operation(name)
        if operation is None:
            return
        self.parsed.take(self.words, operation.flags, self.options, operation.words)
        self._check_needed(operation)
        self._check_conditions(operation)
        self._check_values(service, name, operation)
        self._check_query(service, name)

    def _check_needed(self, operation: Operation) -> None:
        given = self.parsed.parameters
        if self.parsed.open or not _WHOLE_INPUT.isdisjoint(given):
            return
        missing = [
            f"--{flag.name}"
            for flag in operation.needed
            if flag.name not in given and flag.name not in self.parsed.meant and not _turned_off(flag, operation, given)
        ]
        if missing:
            self.parsed.report(Fault.REQUIRED, f"{self.parsed.command} needs {listed(missing)}")

    def _check_conditions(self, operation: Operation) -> None:
        given = self.parsed.parameters
        whole = self.parsed.open or not _WHOLE_INPUT.isdisjoint(given)
        for kind, *flags in operation.conditions:
            have = [each for each in flags if each in given or each in self.parsed.meant]
            named = [f"--{each}" for each in flags]
            if kind == "not" and len(have) > 1:
                both = "both" if len(flags) == 2 else "together"  # noqa: PLR2004
                said = f"{self.parsed.command} takes {listed(named, 'or')}, not {both}"
                self.parsed.report(Fault.CONFLICT, said, self.parsed.places.get(have[1]))
            elif kind == "any" and not have and not whole:
                self.parsed.report(Fault.REQUIRED, f"{self.parsed.command} needs {listed(named, 'or')}")
            elif kind == "with" and have and have[0] == flags[0] and len(have) < len(flags) and not whole:
                lacking = [f"--{each}" for each in flags if each not in given]
                self.parsed.report(
                    Fault.REQUIRED, f"{self.parsed.command} with {named[0]} also needs {listed(lacking)}"
                )
        for name in given:
            flag = operation.flags.get(name)
            if flag is not None and flag.means and flag.means in given:
                said = f"{self.parsed.command} takes --{flag.means} or --{name}, not both"
                self.parsed.report(Fault.CONFLICT, said, self.parsed.places.get(name))

    def _check_options(self) -> None:
        """The CLI's own options of few choices, and numbers."""
        for name, words in self.parsed.options.items():
            shape = self.options[name].shape
            if words and words[0].text is not None and (shape.choices or shape.kind == "integer"):
                from drlint.readers.awscli.scalars import fault_of_scalar  # noqa: PLC0415 - few commands need it

                wrong = fault_of_scalar(words[0].text, shape, f"--{name}", lenient=False)
                if wrong:
                    self.parsed.report(Fault.VALUE, f"aws: {wrong}", words[0].location)

    def _check_values(self, service: Service, name: str, operation: Operation) -> None:
        from drlint.readers.awscli.values import problems_of  # noqa: PLC0415 - not where the operation is unknown

        for given, words in self.parsed.parameters.items():
            flag = operation.flags.get(given)
            if given == "cli-input-json" and operation.takes is not None:
                flag = Flag(given, structs.replace(operation.takes, needs=()))  # flags may give the others
            if flag is None or not words or (flag.shape.kind in {"string", "blob"} and not flag.shape.choices):
                continue
            for fault, message, word in problems_of(service, name, flag, words):
                self.parsed.report(fault, f"{self.parsed.command}: {message}", word.location)

    def _check_query(self, service: Service, name: str) -> None:
        words = self.parsed.options.get("query", ())
        if self.waits or len(words) != 1 or words[0].text is None or "generate-cli-skeleton" in self.parsed.parameters:
            return
        from drlint.readers.awscli.queries import fault_of_query  # noqa: PLC0415 - few commands need it

        wrong = fault_of_query(service, name, words[0].text)
        if wrong:
            self.parsed.report(Fault.QUERY, f"{self.parsed.command}: {wrong}", words[0].location)


def _called(text: str) -> str:
    """A name as a message calls it; a space that is none to the shell holds two words together, and nobody sees it."""
    if any(each.isspace() and each not in " \t\n" for each in text):
        return "of that name: a space behind it, or in it, is not the plain one that parts words"
    return shown(text, "of that name")


def _is_flag(word: Word) -> bool:
    return flag_name(word) is not None


def _turned_off(flag: Flag, operation: Operation, given: Mapping[str, Sequence[Word]]) -> bool:
    """A switch that must be given may be given the other way round."""
    return flag.shape.kind in {"boolean", "switch"} and any(
        operation.flags[each].means == flag.name for each in given if each in operation.flags
    )

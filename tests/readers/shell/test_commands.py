"""Which commands a text holds, and what each of them gets."""

from __future__ import annotations

import pytest
from shell_text import all_told, commands, only, told

TEXTS = {
    "a line": ("aws sts get-caller-identity", ["aws sts get-caller-identity"]),
    "lines that go on": ("aws rds \\\n  describe-db-clusters \\\n --x y", ["aws rds describe-db-clusters --x y"]),
    "several": ("aws a b; aws c d && aws e f || aws g h | jq .", ["aws a b", "aws c d", "aws e f", "aws g h", "jq ."]),
    "in the background": ("aws a b & aws c d", ["aws a b", "aws c d"]),
    "a comment alone": ("# 50% to primary", []),
    "a comment behind": ("aws a b # and then?", ["aws a b"]),
    "a comment above": ("# Don't wait\naws a b", ["aws a b"]),
    "no comment": ("aws a b#c", ["aws a b#c"]),
    "nothing": ("", []),
    "blank": ("  \n\n", []),
    "double quotes": ('aws a --q "x  \\"y\\" \\z"', ['aws a --q x  "y" \\z']),
    "single quotes": ("aws a --q 'Clusters[?x==`1`].\"y\"'", ['aws a --q Clusters[?x==`1`]."y"']),
    "quotes within a word": ("aws a --q='b c'\"d\"e", ["aws a --q=b cde"]),
    "quotes with escapes": (r"aws a $'b\tc\x41'", ["aws a b\tcA"]),
    "escapes": (r"aws a b\ c \$D", ["aws a b c $D"]),
    "empty": ("aws a ''", ["aws a "]),
    "JSON": ("aws a --b '{\"c\": [1, 2]}'", ['aws a --b {"c": [1, 2]}']),
    "numbers": ("aws a --min-size 4", ["aws a --min-size 4"]),
    "redirections": ("aws a b > out.json 2>&1 < in.json", ["aws a b"]),
    "words after a redirection": ("aws a > out.json b", ["aws a b"]),
    "a redirection first": ("> out.json aws a b", ["aws a b"]),
    "a heredoc": ("cat > x.json <<EOF\naws a b\nEOF\naws c d", ["cat", "aws c d"]),
    "a heredoc into a pipe": ("cat <<'EOF' | kubectl apply -f -\nkind: X\nEOF", ["cat", "kubectl apply -f -"]),
    "a substitution": ("aws a --b $(aws c d | tail -1)", ["aws a --b ?…", "aws c d", "tail -1"]),
    "a quoted substitution": ('aws a --b "$(aws c d)"', ["aws a --b ?", "aws c d"]),
    "backticks": ("aws a --b `aws c d`", ["aws a --b ?…", "aws c d"]),
    "substitution in an assignment": ("ID=$(aws c d)\naws a $ID", ["aws c d", "aws a ?…"]),
    "substitution in a heredoc": ("cat <<E\n$(aws a b)\nE", ["cat", "aws a b"]),
    "a process": ("diff <(aws a b) <(aws c d)", ["diff ? ?", "aws a b", "aws c d"]),
    "a line behind three in a pipe": (
        'f() {\n  a x | b | aws s3 cp - "s3://c"\n  if aws s3 ls "s3://c" > /dev/null; then\n    d\n  fi\n}',
        ["a x", "b", "aws s3 cp - s3://c", "then", "d", "fi"],
    ),
    "a loop": ("for i in a b; do aws x --i $i; done", ["aws x --i ?…"]),
    "a loop over an answer": ("for i in $(aws a b); do aws x; done", ["aws a b", "aws x"]),
    "until it is so": ("until aws a b; do sleep 5; done", ["aws a b", "sleep 5"]),
    "a condition": ("if ! aws a b; then aws c d; else aws e f; fi", ["aws a b", "aws c d", "aws e f"]),
    "a test": ('if [ "$(aws a b)" = x ]; then aws c d; fi', ["aws a b", "aws c d"]),
    "a case": ("case $X in a) aws a b;; *) aws c d;; esac", ["aws a b", "aws c d"]),
    "a function": ("f() { aws a b; }\nf", ["aws a b", "f"]),
    "a subshell": ("(cd x && aws a b)", ["cd x", "aws a b"]),
    "a group": ("{ aws a b; aws c d; }", ["aws a b", "aws c d"]),
    "Windows line ends": ("aws a \\\r\n  b\r\naws c d\r\n", ["aws a b", "aws c d"]),
    "braces": ("aws a {b,c}", ["aws a ?…"]),
    "more words at a variable": ('F="--x 1"\naws a $F', ["aws a --x 1"]),
    "all of the arguments": ('aws a "$@"', ["aws a ?…"]),
    "an array": ('aws a "${FLAGS[@]}"', ["aws a ?…"]),
    "a placeholder": ("aws a --b <cluster-name> --c", ["aws a --b ? --c"]),
    "a placeholder of words": ("aws a --b <your cluster name>", ["aws a --b ?"]),
    "a placeholder in capitals": ("aws a --b <CLUSTER_ID>", ["aws a --b ?"]),
    "a placeholder in a name": ("aws a --b arn:aws:rds:us-west-2:<account>:cluster:x", ["aws a --b ?"]),
    "a placeholder in quotes": ("aws a --b '<cluster>'", ["aws a --b ?"]),
    "a template's hole": ("aws a --b {{ cluster }} --c ${{ inputs.x }}", ["aws a --b ? --c ?"]),
    "no placeholder but a redirection": ("psql <in.sql 2>errors.txt", ["psql"]),
    "sudo and the like": ("sudo -u root nohup time -p aws a b", ["aws a b"]),
    "a timeout": ("timeout -k 5 30 aws a b", ["aws a b"]),
    "a watch": ("watch -n 5 aws a b", ["aws a b"]),
    "a watch over a text": ("watch -n 5 'aws a b | jq .'", ["aws a b", "jq ."]),
    "a vault": ("aws-vault exec prod -- aws a b", ["aws a b"]),
    "xargs": ("aws a b | xargs -n1 aws c --d", ["aws a b", "aws c --d ?…"]),
    "xargs in a place": ("aws a b | xargs -I{} aws c --d {} --e", ["aws a b", "aws c --d ? --e"]),
    "is there such a program": ("command -v aws", ["command -v aws"]),
    "a text for another shell": ("bash -c 'aws a b; aws c d'", ["bash -c aws a b; aws c d", "aws a b", "aws c d"]),
    "the AWS CLI by its path": ("/usr/local/bin/aws a b", ["aws a b"]),
    "another name of it": ("awslocal a b; aws2 c d", ["aws a b", "aws c d"]),
    "a program that is not known": ("$TOOL a", ["? a"]),
    "a sentence": ("Call the on-call DBA", ["Call the on-call DBA"]),
    "a sentence with brackets": ("Call the DBA (see the wiki)", ["Call the DBA", "see the wiki"]),
    "a sentence with an apostrophe": ("Don't panic\naws a b", ["aws a b"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_commands_of_a_text(text: str, expected: list[str]) -> None:
    assert all_told(text) == expected


VARIABLES = {
    "set before": ('R=us-west-2\naws a --region "$R"', "us-west-2"),
    "in braces": ("R=us-west-2; aws a --region ${R}", "us-west-2"),
    "in a word": ("R=us-west-2; aws a --region=$R", "--region=us-west-2"),
    "of another": ('A=us; R="$A-west-2"; aws a --region $R', "us-west-2"),
    "set to an answer": ("R=$(aws x y); aws a --region $R", None),
    "set again": ("R=a; R=b; aws a --region $R", "b"),
    "set perhaps": ("R=a; if x; then R=b; fi; aws a --region $R", None),
    "set to the same": ("R=a; if x; then R=a; fi; aws a --region $R", "a"),
    "set where x works": ("x && R=a; aws a --region $R", None),
    "set and used where x works": ("x && R=a && aws a --region $R", "a"),
    "set in another shell": ("R=a; (R=b); aws a --region $R", "a"),
    "set in a pipe": ("R=a; x | R=b; aws a --region $R", "a"),
    "with something to fall back on": ("R=a; aws a --region ${R:-b}", "a"),
    "falling back": ("aws a --region ${R:-b}", None),
    "cut": ("R=a; aws a --region ${R%a}", None),
    "after a file of settings": ("R=a; source env.sh; aws a --region $R", None),
    "read": ("R=a; read R; aws a --region $R", None),
    "taken away": ("R=a; unset R; aws a --region $R", None),
    "never set": ('aws a --region "$R"', None),
    "set for the command alone": ("R=a aws a --region $R", None),
    "of a loop": ("R=a; for R in b c; do aws a --region $R; done", None),
    "in single quotes": ("R=a; aws a --region '$R'", "$R"),
}


@pytest.mark.parametrize(("text", "expected"), VARIABLES.values(), ids=VARIABLES)
def test_variables_are_filled_in_where_they_are_known(text: str, expected: str | None) -> None:
    last = [each for each in commands(text) if each.program == "aws"][-1]
    assert last.words[-1].text == expected


ENVIRONMENTS = {
    "for the command alone": ("AWS_REGION=us-west-2 aws a b", {"AWS_REGION": "us-west-2"}),
    "exported": ("export AWS_REGION=us-west-2 X=y; aws a b", {"AWS_REGION": "us-west-2", "X": "y"}),
    "set, then exported": ("R=us-west-2; AWS_REGION=$R; export AWS_REGION; aws a b", {"AWS_REGION": "us-west-2"}),
    "exported to an answer": ("export AWS_REGION=$(x); aws a b", {"AWS_REGION": None}),
    "set but not exported": ("AWS_REGION=us-west-2; aws a b", {"AWS_REGION": None}),
    "by env": ("env AWS_REGION=us-west-2 aws a b", {"AWS_REGION": "us-west-2"}),
    "in another shell": ("(export AWS_REGION=us-west-2); aws a b", {}),
    "by declare": ("declare -x AWS_REGION=us-west-2; aws a b", {"AWS_REGION": "us-west-2"}),
    "by a file": (". env.sh; aws a b", {"AWS_REGION": None, "AWS_DEFAULT_REGION": None, "AWS_PROFILE": None}),
    "of the shell": ("NAME=x; aws a b", {}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_the_environment_that_holds_for_a_command(text: str, expected: dict[str, str | None]) -> None:
    assert dict(commands(text)[-1].environment) == expected


def test_what_ties_commands_together() -> None:
    found = commands("a && b || c | d\ne; (f && g)")
    assert [(each.program, each.joined) for each in found] == [
        ("a", ""),
        ("b", "&&"),
        ("c", "||"),
        ("d", "|"),
        ("e", ""),
        ("f", ""),
        ("g", "&&"),
    ]


def test_what_stands_in_something_else_is_nested() -> None:
    found = commands("a $(b); if c; then d; fi; e")
    assert [each.program for each in found if each.nested] == ["b", "c", "d"]


def test_places_are_those_of_the_file() -> None:
    command = only("aws rds \\\n  describe-db-clusters --region 'é' x")
    assert (command.location.line, command.location.column, command.location.end_line) == (10, 5, 11)
    assert [(each.location.line, each.location.column) for each in command.words] == [
        (10, 9),
        (11, 7),
        (11, 28),
        (11, 37),
        (11, 41),
    ]


def test_words_are_kept_as_written() -> None:
    assert [each.raw for each in only("aws 'a b' \"$C\" <d>").words] == ["'a b'", '"$C"', "<d>"]


def test_positions_count_from_one() -> None:
    assert [each.position for each in commands("a; b\nc")] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$ aws a b\n{\n  'x\n}\n$ aws c \\\n>   d\nanswer", ["aws a b", "aws c d"]),
        ("ops@bastion:~$ aws a b\nanswer (1)", ["aws a b"]),
        ("[ec2-user@ip-10-0-0-1 ~]$ aws a b", ["aws a b"]),
        ("# aws a b\nanswer", ["aws a b"]),
        ("$ # wait\n$ aws a b", ["aws a b"]),
        ("aws a b\naws c d", ["aws a b", "aws c d"]),
        ("$ cat <<E\nx\nE\n$ aws a b", ["cat", "aws a b"]),
    ],
)
def test_what_a_terminal_showed(text: str, expected: list[str]) -> None:
    assert all_told(text, console=True) == expected


def test_a_prompt_in_other_text_is_none_of_the_command() -> None:
    assert all_told("$ aws a b") == ["aws a b"]


def test_an_aws_command_has_its_service_and_operation() -> None:
    call = only("aws --region us-west-2 rds failover-global-cluster --x y").call
    assert call is not None
    assert (call.service, call.operation) == ("rds", "failover-global-cluster")
    assert only("kubectl get pods").call is None


def test_a_cd_is_followed() -> None:
    found = commands("cd infra; a; cd dr; b; cd ..; c; (cd x; d); e; cd $X; f")
    assert [(told(each), each.folder) for each in found if each.program != "cd"] == [
        ("a", "infra"),
        ("b", "infra/dr"),
        ("c", "infra"),
        ("d", "infra/x"),
        ("e", "infra"),
        ("f", None),
    ]

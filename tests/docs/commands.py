"""Every command of the program, by the words that call it."""

from collections.abc import Iterator

import click


def every_command(
    group: click.Group, path: tuple[str, ...] = ("stableaudit",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield each command with its words, a group before what is in it, sorted; the group first."""
    yield path, group
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))
        else:
            yield (*path, name), command

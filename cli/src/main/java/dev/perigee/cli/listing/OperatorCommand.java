package dev.perigee.cli.listing;

import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.protocol.BadValue;
import picocli.CommandLine.Command;

/// `perigee operator`, which only groups what can be done with operators' keys.
@Command(name = "operator", description = "API keys of operators, each with a role and maybe of a team.")
public final class OperatorCommand implements ExitCoded {
    @Override
    public int run() {
        throw new BadValue("what to do is missing: expected perigee operator create or perigee operator revoke");
    }
}

package dev.perigee.cli.listing;

import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.protocol.BadValue;
import picocli.CommandLine.Command;

/// `perigee token`, which only groups what can be done with registration tokens.
@Command(name = "token", description = "Registration tokens, which a satellite needs the first time.")
public final class TokenCommand implements ExitCoded {
    @Override
    public int run() {
        throw new BadValue("what to do with tokens is missing: expected perigee token create or perigee token revoke");
    }
}

package dev.perigee.cli.listing;

import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.protocol.BadValue;
import picocli.CommandLine.Command;

/// `perigee secret`, which only groups what can be done with secrets.
@Command(
        name = "secret",
        description = "Secrets that configurations refer to as secret:NAME, set here and shown nowhere.")
public final class SecretCommand implements ExitCoded {
    @Override
    public int run() {
        throw new BadValue(
                "what to do is missing: expected perigee secret set, delete or rekey; perigee secrets" + " lists them");
    }
}

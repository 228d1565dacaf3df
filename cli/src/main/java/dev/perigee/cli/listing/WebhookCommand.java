package dev.perigee.cli.listing;

import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.protocol.BadValue;
import picocli.CommandLine.Command;

/// `perigee webhook`, which only groups what can be done with one.
@Command(name = "webhook", description = "URLs to which events are sent.")
public final class WebhookCommand implements ExitCoded {
    @Override
    public int run() {
        throw new BadValue(
                "what to do is missing: expected perigee webhook create, delete, test, deliveries or redeliver");
    }
}

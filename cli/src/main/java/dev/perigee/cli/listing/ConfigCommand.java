package dev.perigee.cli.listing;

import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.protocol.BadValue;
import picocli.CommandLine.Command;

/// `perigee config`, which only groups what can be done with the configurations of satellites.
@Command(name = "config", description = "What satellites are to have: layers, their history, and what they come to.")
public final class ConfigCommand implements ExitCoded {
    @Override
    public int run() {
        throw new BadValue("what to do is missing: expected perigee config get, set, edit, rollback, history, diff,"
                + " effective, dry-run, drift, status, rollout or rollouts");
    }
}

package dev.perigee.cli.listing;

import dev.perigee.cli.client.Rollouts.Wish;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `perigee config rollout`, which only groups what can be done with rollouts.
@Command(name = "rollout", description = "Change a layer for one wave of satellites after the other.")
public final class RolloutCommand implements ExitCoded {
    public static CommandLine line(Shell shell) {
        CommandLine line = new CommandLine(new RolloutCommand())
                .addSubcommand(new RolloutStartCommand(shell))
                .addSubcommand(new RolloutStatusCommand(shell));
        for (Wish wish : Wish.values()) {
            line.addSubcommand(wish.word(), new RolloutWishCommand(shell, wish));
        }
        return line;
    }

    @Override
    public int run() {
        throw new BadValue(
                "what to do is missing: expected perigee config rollout start, status, pause, resume or abort");
    }
}

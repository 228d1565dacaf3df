package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.client.Rollouts;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.rollout.RolloutList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perigee config rollouts`.
@Command(name = "rollouts", description = "List rollouts, newest first.")
public final class RolloutsCommand extends ListingCommand<RolloutList> {
    @Option(names = "--limit", paramLabel = "N", description = "At most so many; 20 by default.")
    private int limit = RolloutList.LIMIT_DEFAULT;

    public RolloutsCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<RolloutList> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Rollouts(controlPlane).list(limit);
    }

    @Override
    void print(RolloutList answer) {
        RolloutText.table(shell, answer.rollouts());
    }
}

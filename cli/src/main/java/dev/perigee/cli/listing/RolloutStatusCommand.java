package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.client.Rollouts;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.rollout.RolloutView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee config rollout status`.
@Command(name = "status", description = "Show how far a rollout is, how its satellites fare, or how it ended.")
final class RolloutStatusCommand extends ListingCommand<RolloutView> {
    @Parameters(index = "0", paramLabel = "ID", description = "The rollout's id.")
    private String id = "";

    RolloutStatusCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<RolloutView> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Rollouts(controlPlane).find(new RolloutId(id));
    }

    @Override
    void print(RolloutView answer) {
        RolloutText.print(shell, answer);
    }
}

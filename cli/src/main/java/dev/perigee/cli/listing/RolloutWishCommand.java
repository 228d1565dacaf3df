package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.client.Rollouts;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.rollout.RolloutView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee config rollout pause`, `resume` and `abort`.
@Command(description = "Have a rollout go no further (pause), go on (resume), or be taken back from all (abort).")
final class RolloutWishCommand extends ListingCommand<RolloutView> {
    private final Rollouts.Wish wish;

    @Parameters(index = "0", paramLabel = "ID", description = "The rollout's id.")
    private String id = "";

    RolloutWishCommand(Shell shell, Rollouts.Wish wish) {
        super(shell);
        this.wish = wish;
    }

    @Override
    Reply<RolloutView> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Rollouts(controlPlane).wish(new RolloutId(id), wish);
    }

    @Override
    void print(RolloutView answer) {
        RolloutText.print(shell, answer);
    }
}

package dev.perigee.cli.listing;

import dev.perigee.cli.client.Configs;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.client.Rollouts;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.config.ConfigView;
import dev.perigee.protocol.rollout.RolloutList;
import dev.perigee.protocol.rollout.RolloutView;
import java.util.List;
import picocli.CommandLine.Command;

/// `perigee config status`.
@Command(name = "status", description = "Show who has not what it is to have, and the rollouts under way.")
public final class ConfigStatusCommand extends ListingCommand<ConfigStatusCommand.Status> {
    /// How things stand.
    record Status(ConfigView.Drift drift, List<RolloutView> rollouts) {}

    public ConfigStatusCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<Status> ask(ControlPlane controlPlane) throws InterruptedException {
        List<RolloutView> underWay = new Rollouts(controlPlane)
                .list(RolloutList.LIMIT_MAX).orFail().rollouts().stream()
                        .filter(rollout -> !rollout.state().isTerminal())
                        .toList();
        return new Reply.Ok<>(new Status(new Configs(controlPlane).drift().orFail(), underWay));
    }

    @Override
    void print(Status answer) {
        ConfigFiles.print(shell, answer.drift());
        shell.streams().out().println(answer.rollouts().size() + " rollouts under way");
        if (!answer.rollouts().isEmpty()) {
            RolloutText.table(shell, answer.rollouts());
        }
    }
}

package dev.perigee.cli.listing;

import dev.perigee.cli.client.Configs;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.client.Rollouts;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.rollout.RolloutPlan;
import dev.perigee.protocol.rollout.RolloutRequest;
import dev.perigee.protocol.rollout.RolloutView;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee config rollout start`.
@Command(
        name = "start",
        description = "Make a layer say what a file says, for one wave of its satellites after the other.",
        footerHeading = "%n",
        footer = {
            "A wave takes in those before it; a last one for all is added. The next begins when every live satellite",
            "of the wave has said that it has the configuration. When too many refuse it, or say nothing in time,",
            "all go back to what the layer said before."
        })
final class RolloutStartCommand extends ListingCommand<RolloutView> {
    @Parameters(
            index = "0",
            paramLabel = "LAYER",
            description = "global, team:NAME, group:NAME, labels:SELECTOR or satellite:ID.")
    private String layer = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The JSON or YAML that the layer is to say.")
    private Path file = Path.of("");

    @Option(
            names = "--waves",
            required = true,
            paramLabel = "W,...",
            description = "How many satellites have it after each wave: 1,10%%,100%%.")
    private String waves = "";

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            description = "How long a wave may take to have it: 1s to 1h, 2m by default.")
    private @Nullable String settle;

    @Option(
            names = "--max-failed",
            paramLabel = "N|P%",
            description = "So many satellites may fail, or so many of a hundred, rounded down; 0 by default.")
    private @Nullable String maxFailed;

    @Option(
            names = "--revision",
            paramLabel = "N",
            description = "The layer's newest revision, 0 for none; by default whichever it is.")
    private @Nullable Long revision;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why it is changed.")
    private @Nullable String note;

    RolloutStartCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<RolloutView> ask(ControlPlane controlPlane) throws InterruptedException {
        ConfigScope scope = ConfigScope.parse(layer);
        RolloutPlan plan = new RolloutPlan(
                RolloutPlan.waves(waves),
                settle == null ? null : Durations.parse("settle", settle),
                maxFailed == null ? null : Portion.parse(maxFailed));
        long expected = revision == null ? new Configs(controlPlane).newest(scope) : revision;
        RolloutRequest request = new RolloutRequest(
                scope, ConfigFiles.read(file), expected, plan.waves(), plan.settle(), plan.maxFailed(), note);
        return new Rollouts(controlPlane).start(request);
    }

    @Override
    void print(RolloutView answer) {
        RolloutText.print(shell, answer);
    }
}

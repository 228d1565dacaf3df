package dev.perigee.cli.listing;

import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.rollout.FailedSatellite;
import dev.perigee.protocol.rollout.RolloutView;
import java.io.PrintStream;
import java.util.List;

/// Rollouts as people read them.
final class RolloutText {
    private RolloutText() {}

    static void print(Shell shell, RolloutView rollout) {
        PrintStream out = shell.streams().out();
        String why = rollout.reason() == null ? "" : " (" + OneLine.of(rollout.reason()) + ")";
        out.println("rollout " + rollout.id() + " is " + rollout.state().wireName() + why);
        out.println(
                "layer:      " + rollout.layer().text() + ", revision " + rollout.base() + " to " + rollout.revision());
        out.println("wave:       " + rollout.wave() + " of "
                + rollout.plan().waves().size() + " ("
                + rollout.plan().wavesText() + "), settle "
                + Durations.format(rollout.plan().settle())
                + ", at most " + rollout.plan().maxFailed().text() + " failed");
        RolloutView.Progress progress = rollout.progress();
        if (progress != null) {
            out.println("satellites: " + progress.released() + " of " + progress.concerned() + ": " + progress.well()
                    + " well, " + progress.waiting() + " waiting, " + progress.away() + " away, " + progress.failed()
                    + " failed");
        }
        for (FailedSatellite failed : rollout.failing()) {
            out.println("failed:     " + failed.satellite() + ": " + OneLine.of(failed.error()));
        }
    }

    static void table(Shell shell, List<RolloutView> rollouts) {
        Table table = new Table("ROLLOUT", "LAYER", "STATE", "WAVE", "REVISION", "SINCE", "BY", "REASON");
        for (RolloutView rollout : rollouts) {
            table.row(
                    rollout.id().value(),
                    rollout.layer().text(),
                    rollout.state().wireName(),
                    rollout.wave() + "/" + rollout.plan().waves().size(),
                    rollout.base() + " to " + rollout.revision(),
                    Ago.of(rollout.since(), shell.time().clock().instant()),
                    rollout.author(),
                    rollout.reason() == null ? "" : OneLine.of(rollout.reason()));
        }
        table.print(shell.streams().out());
    }
}

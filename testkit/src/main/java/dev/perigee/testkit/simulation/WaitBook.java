package dev.perigee.testkit.simulation;

import dev.perigee.control.command.Command;
import dev.perigee.protocol.CommandId;
import java.util.LinkedHashSet;
import java.util.Set;

/// Who waits at the control plane: each is told once, at the end of its command, unless it gave up or the control plane
/// stopped.
final class WaitBook {
    private final Set<Wait> open = new LinkedHashSet<>();
    private int told;

    /// One wait, in one life of the control plane.
    static final class Wait {
        private final CommandId command;
        private final Life life;
        private boolean over;
        private boolean excused;

        Wait(CommandId command, Life life) {
            this.command = command;
            this.life = life;
        }
    }

    Wait register(CommandId command, Life life) {
        Wait wait = new Wait(command, life);
        open.add(wait);
        return wait;
    }

    void told(Wait wait, Command command) {
        Violation.unless(!wait.over && !wait.life.isOver(), "whoever waits is told once", command);
        Violation.unless(command.id().equals(wait.command), "whoever waits is told of its command", command);
        Violation.unless(command.status().state().isTerminal(), "whoever waits is told of the end", command);
        gaveUp(wait);
        told++;
    }

    void gaveUp(Wait wait) {
        wait.over = true;
        open.remove(wait);
    }

    /// The store could not say what it did: whoever waits for what has ended by it asks again in the end.
    void excuse(CommandBook commands) {
        for (Wait wait : open) {
            wait.excused |= commands.command(wait.command).status().state().isTerminal();
        }
    }

    /// After each step: nobody waits any more for a command that has ended.
    void check(CommandBook commands) {
        open.removeIf(wait -> wait.life.isOver());
        for (Wait wait : open) {
            Command command = commands.command(wait.command);
            Violation.unless(wait.excused || !command.status().state().isTerminal(), "whoever waits is told", command);
        }
    }

    int total() {
        return told;
    }
}

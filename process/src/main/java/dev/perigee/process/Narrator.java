package dev.perigee.process;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the listener of one tree what happens to it, and keeps the listener's faults from the supervisor.
record Narrator(ProcessSpec spec, TreeListener listener) {
    private static final Logger LOG = LoggerFactory.getLogger(Narrator.class);

    void started(RunningTree tree) {
        tell(() -> listener.started(tree), () -> "the start");
    }

    void timeoutNear(Duration elapsed) {
        tell(new TreeEvent.TimeoutNear(spec.id(), elapsed, spec.limits().timeout()));
    }

    void terminating(Duration elapsed) {
        tell(new TreeEvent.Terminating(spec.id(), elapsed));
    }

    void killing(Duration elapsed) {
        tell(new TreeEvent.Killing(spec.id(), elapsed));
    }

    /// Tells what the tree writes to `stream`, until the listener fails.
    Capture.Teller of(ProgramStream stream) {
        return new Capture.Teller() {
            @Override
            public boolean wrote(long offset, ByteBuffer bytes) {
                return tell(() -> listener.wrote(stream, offset, bytes), () -> "byte " + offset + " of " + stream);
            }

            @Override
            public void closed() {
                tell(() -> listener.closed(stream), () -> "the end of " + stream);
            }
        };
    }

    void closedInput() {
        tell(listener::closedInput, () -> "the end of its input");
    }

    void ended(Outcome outcome) {
        tell(() -> listener.ended(outcome), () -> "the end");
    }

    private void tell(TreeEvent event) {
        tell(() -> listener.happened(event), event::toString);
    }

    private boolean tell(Runnable telling, Supplier<String> what) {
        try {
            telling.run();
            return true;
        } catch (RuntimeException e) {
            LOG.warn("The listener of tree {} failed at {}", spec.id(), what.get(), e);
            return false;
        }
    }
}

package dev.perigee.process;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the listener of one tree what happens to it, and keeps the listener's faults from the supervisor.
record Narrator(ProcessSpec spec, TreeListener listener) {
    private static final Logger LOG = LoggerFactory.getLogger(Narrator.class);

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
        return (offset, bytes) -> {
            try {
                listener.wrote(stream, offset, bytes);
                return true;
            } catch (RuntimeException e) {
                LOG.warn("The listener of tree {} failed at byte {} of {}", spec.id(), offset, stream, e);
                return false;
            }
        };
    }

    private void tell(TreeEvent event) {
        try {
            listener.happened(event);
        } catch (RuntimeException e) {
            LOG.warn("The listener of tree {} failed at {}", spec.id(), event, e);
        }
    }
}

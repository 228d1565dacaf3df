package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The connections that one start makes, one after the other, and which of them the server ended. When the start is
/// given up, the last one is closed and there is no further one. Made and asked by the thread that starts.
final class Attempts implements Connector {
    private final Connector inner;
    private final Start start;
    private final Usage usage;
    private final InstantSource clock;
    private final List<Attempt> made = new ArrayList<>();

    /// A process that ended by itself after it `ran` so long.
    record Death(Loss why, Duration ran, @Nullable Long process) {}

    Attempts(Connector inner, Start start, Usage usage, InstantSource clock) {
        this.inner = inner;
        this.start = start;
        this.usage = usage;
        this.clock = clock;
    }

    @Override
    public Connection connect(Connection.Listener listener) throws ConnectFailed, InterruptedException {
        start.requireWanted();
        Attempt attempt = new Attempt(listener, clock.instant());
        Connection connection = new WatchedConnection(inner.connect(attempt), usage);
        attempt.process = connection.process();
        made.add(attempt);
        start.opens(connection);
        return connection;
    }

    /// The process behind the last one.
    @Nullable
    Long process() {
        return made.isEmpty() ? null : made.getLast().processId();
    }

    /// In their order.
    List<Death> deaths() {
        return made.stream().map(Attempt::death).flatMap(Optional::stream).toList();
    }

    private final class Attempt implements Connection.Listener {
        private final Connection.Listener listener;
        private final Instant begun;
        private OptionalLong process = OptionalLong.empty();
        private volatile @Nullable Loss gone;
        private volatile Duration ran = Duration.ZERO;

        Attempt(Connection.Listener listener, Instant begun) {
            this.listener = listener;
            this.begun = begun;
        }

        @Nullable
        Long processId() {
            return process.isPresent() ? process.getAsLong() : null;
        }

        Optional<Death> death() {
            return Optional.ofNullable(gone).map(why -> new Death(why, ran, processId()));
        }

        @Override
        public void heard(Message.Notification notification) {
            listener.heard(notification);
        }

        @Override
        public void asked(Message.Request request) {
            listener.asked(request);
        }

        @Override
        public void lost(Loss why) {
            if (why.cause() == Loss.Cause.GONE) {
                ran = Duration.between(begun, clock.instant());
                gone = why;
            }
            listener.lost(why);
        }

        @Override
        public boolean isShared() {
            return listener.isShared();
        }
    }
}

package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.ProtocolVersion.Era;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Greetings.Reply;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens sessions with one server in the era that it speaks. That is found out the first time, by asking
/// `server/discover`, and remembered: whoever does not answer that as a modern server is greeted with
/// `initialize`, in a conversation of its own if the question was its end. A process that came to no session so is
/// greeted first from then on, so that each further try is one start. Thread-safe.
final class SessionOpening {
    /// A server that is silent for so long is greeted in the other way too; what it answers first counts.
    private static final Duration PROBE_MAX = Duration.ofSeconds(3);

    private static final Duration LISTENING_MAX = Duration.ofSeconds(2);

    private final Transport transport;
    private volatile @Nullable Era known;
    /// Whether a process has ended at the question, or was silent.
    private volatile boolean wordless;

    SessionOpening(Transport transport) {
        this.transport = transport;
    }

    Optional<Era> era() {
        return Optional.ofNullable(known);
    }

    /// The next one may be another version of it.
    void forget() {
        known = null;
        wordless = false;
    }

    /// Opens a session in the name of `client`, each step of it within `max`. Throws `ConnectFailed`; then nothing
    /// is left.
    UpstreamSession open(Connector connector, ClientProfile client, Connection.Listener listener, Duration max)
            throws ConnectFailed, InterruptedException {
        Attempt attempt = new Attempt(connector, client, listener, max);
        Era era = known;
        if (era == null) {
            return wordless ? attempt.inEra(Era.LEGACY) : attempt.find();
        }
        try {
            return attempt.inEra(era);
        } catch (ConnectFailed e) {
            // It may have been replaced by another version of itself.
            if (e.why().cause() == Loss.Cause.MISBEHAVED) {
                known = null;
            }
            throw e;
        }
    }

    private final class Attempt {
        private final Connector connector;
        private final ClientProfile client;
        private final Connection.Listener listener;
        private final Duration max;

        Attempt(Connector connector, ClientProfile client, Connection.Listener listener, Duration max) {
            this.connector = connector;
            this.client = client;
            this.listener = listener;
            this.max = max;
        }

        UpstreamSession find() throws ConnectFailed, InterruptedException {
            HeldListener held = new HeldListener();
            Connection connection = connector.connect(held);
            boolean kept = false;
            try {
                Optional<UpstreamSession> session = probe(new Sending(connection), held);
                kept = session.isPresent();
                if (session.isPresent()) {
                    held.releaseTo(listener);
                    return session.get();
                }
            } finally {
                if (!kept) {
                    connection.close();
                }
            }
            wordless = transport.isProcess();
            return inEra(Era.LEGACY);
        }

        /// Empty when it should be tried anew in the legacy era.
        private Optional<UpstreamSession> probe(Sending sending, HeldListener held)
                throws ConnectFailed, InterruptedException {
            Exchange discovery = Greetings.discover(sending, client);
            Duration first = PROBE_MAX.compareTo(max) < 0 ? PROBE_MAX : max;
            return switch (Greetings.await(discovery, Era.MODERN, first)) {
                case Reply.Welcome welcome -> Optional.of(modern(sending, welcome.greeting(), held));
                case Reply.Lost(Loss why) -> {
                    if (why.cause() == Loss.Cause.UNAUTHORIZED) {
                        throw new ConnectFailed(why);
                    }
                    yield Optional.empty();
                }
                case Reply.Strange _, Reply.Silent _ -> goOn(sending, discovery, held);
            };
        }

        /// The same conversation in the other way; a late answer to the first question counts as well.
        private Optional<UpstreamSession> goOn(Sending sending, Exchange discovery, HeldListener held)
                throws InterruptedException {
            Reply reply = Greetings.await(Greetings.initialize(sending, client), Era.LEGACY, max);
            if (reply instanceof Reply.Welcome(UpstreamSession.Greeting greeting)) {
                return Optional.of(legacy(sending, greeting));
            }
            return Greetings.await(discovery, Era.MODERN, Duration.ZERO)
                            instanceof Reply.Welcome(UpstreamSession.Greeting greeting)
                    ? Optional.of(modern(sending, greeting, held))
                    : Optional.empty();
        }

        UpstreamSession inEra(Era era) throws ConnectFailed, InterruptedException {
            HeldListener held = new HeldListener();
            Connection connection = connector.connect(held);
            boolean kept = false;
            try {
                Sending sending = new Sending(connection);
                Exchange greeting =
                        era == Era.LEGACY ? Greetings.initialize(sending, client) : Greetings.discover(sending, client);
                UpstreamSession session = switch (Greetings.await(greeting, era, max)) {
                    case Reply.Welcome welcome ->
                        era == Era.LEGACY
                                ? legacy(sending, welcome.greeting())
                                : modern(sending, welcome.greeting(), held);
                    case Reply.Strange(String how)
                    when era == Era.LEGACY && known == null -> otherwise(sending, held, how);
                    case Reply.Strange(String how) -> throw misbehaved(how);
                    case Reply.Silent _ ->
                        throw new ConnectFailed(new Loss(
                                Loss.Cause.STALLED, "no answer to its greeting within " + max.toSeconds() + " s"));
                    case Reply.Lost(Loss why) -> throw new ConnectFailed(why);
                };
                kept = true;
                held.releaseTo(listener);
                return session;
            } finally {
                if (!kept) {
                    connection.close();
                }
            }
        }

        /// It knows no `initialize`, so it is asked the question after all.
        private UpstreamSession otherwise(Sending sending, HeldListener held, String how)
                throws ConnectFailed, InterruptedException {
            return switch (Greetings.await(Greetings.discover(sending, client), Era.MODERN, max)) {
                case Reply.Welcome welcome -> modern(sending, welcome.greeting(), held);
                case Reply.Lost(Loss why) -> throw new ConnectFailed(why);
                case Reply.Strange _, Reply.Silent _ -> throw misbehaved(how);
            };
        }

        private static ConnectFailed misbehaved(String how) {
            return new ConnectFailed(new Loss(Loss.Cause.MISBEHAVED, how));
        }

        private UpstreamSession legacy(Sending sending, UpstreamSession.Greeting greeting) {
            wordless = false;
            known = Era.LEGACY;
            sending.connection().send(Message.Notification.of("notifications/initialized", JsonObject.EMPTY));
            return new LegacySession(sending, greeting);
        }

        private UpstreamSession modern(Sending sending, UpstreamSession.Greeting greeting, HeldListener hearer)
                throws InterruptedException {
            wordless = false;
            known = Era.MODERN;
            ModernSession session = new ModernSession(sending, greeting, client, hearer);
            hearer.whenLost(session::stopListening);
            // So that whoever comes now misses no change.
            session.awaitListening(LISTENING_MAX);
            return session;
        }
    }
}

package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.ProtocolVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// One MCP server under its name. Conversations with it are opened when somebody needs one: clients that can be
/// asked have one each, those that cannot share one if they say the same of themselves. Thread-safe.
public final class Upstream implements AutoCloseable {
    private final ServerName name;
    private final SessionOpening sessions;
    private final Surroundings around;
    private final Map<Key, Conversation> conversations = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile State state;

    private record State(InstanceStatus status, String explanation, Instant since) {}

    /// What an upstream needs of the world: the time, who hears of its fate, and how long a greeting may take.
    public record Surroundings(InstantSource clock, GatewayEvents events, Duration greetingMax) {}

    /// Who shares a conversation.
    private record Key(String profile, String owner) {
        static Key of(UpstreamClient client) {
            String profile = client.profile().capabilities().toString();
            return new Key(profile, client.profile().canBeAsked() ? client.id() : "");
        }
    }

    public Upstream(ServerName name, Connector connector, Surroundings around) {
        this.name = name;
        this.sessions = new SessionOpening(connector);
        this.around = around;
        this.state = new State(InstanceStatus.OFFLINE, "nobody has needed it yet", now());
    }

    public ServerName name() {
        return name;
    }

    /// The era that it speaks; empty until that is known.
    public Optional<ProtocolVersion.Era> era() {
        return sessions.era();
    }

    /// How it stands now.
    public Standing standing() {
        State current = state;
        int sessions = (int)
                conversations.values().stream().filter(Conversation::isOpen).count();
        return new Standing(name, current.status(), current.explanation(), current.since(), sessions);
    }

    /// The conversation for `client`; opened if there is none, once for all who wait for it. Throws
    /// `ConnectFailed`.
    public UpstreamSession session(UpstreamClient client) throws ConnectFailed, InterruptedException {
        if (closed) {
            throw new ConnectFailed(new Loss(Loss.Cause.CLOSED, "server " + name + " was taken away"));
        }
        Conversation conversation =
                conversations.computeIfAbsent(Key.of(client), _ -> new Conversation(name, this::ended));
        conversation.join(client);
        try {
            return conversation.open(listener -> open(client, listener));
        } catch (ConnectFailed e) {
            become(status(e.why()), e.why().explanation());
            throw e;
        }
    }

    /// The client needs nothing of it any more.
    public void leave(UpstreamClient client) {
        Conversation conversation = conversations.get(Key.of(client));
        if (conversation != null
                && conversation.leave(client)
                && client.profile().canBeAsked()) {
            conversations.remove(Key.of(client), conversation);
            conversation.close();
        }
    }

    /// Ends all conversations; later ones are refused.
    @Override
    public void close() {
        closed = true;
        List.copyOf(conversations.values()).forEach(Conversation::close);
        conversations.clear();
    }

    private UpstreamSession open(UpstreamClient client, Connection.Listener listener)
            throws ConnectFailed, InterruptedException {
        become(InstanceStatus.CONNECTING, "a client needs it");
        UpstreamSession session = sessions.open(client.profile(), listener, around.greetingMax());
        become(InstanceStatus.ONLINE, "it said hello");
        return session;
    }

    private void ended(Loss why) {
        if (why.cause() != Loss.Cause.CLOSED) {
            become(status(why), why.explanation());
        }
    }

    private void become(InstanceStatus status, String explanation) {
        state = new State(status, explanation, now());
        tell(new GatewayEvents.Event.StatusChanged(name, status, explanation, now()));
    }

    private static InstanceStatus status(Loss why) {
        return switch (why.cause()) {
            case UNAUTHORIZED -> InstanceStatus.REQUIRES_REAUTH;
            case CLOSED, GONE, SESSION_UNKNOWN -> InstanceStatus.OFFLINE;
            case MISBEHAVED, STALLED -> InstanceStatus.ERROR;
        };
    }

    private void tell(GatewayEvents.Event event) {
        around.events().happened(event);
    }

    private Instant now() {
        return around.clock().instant();
    }
}

package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One MCP server under its name. Conversations with it are opened when somebody needs one: clients that can be
/// asked have one each, those that cannot share one if they say the same of themselves. One that is a process
/// is supervised: restarted when it crashes, let go when it is idle. Thread-safe.
public final class Upstream implements AutoCloseable {
    /// A process that nobody has used for so long is let go.
    public static final Duration IDLE_MAX = Duration.ofMinutes(3);

    /// A call waits so long for a restart that is due; for a later one it is refused at once.
    static final Duration RESTART_WAIT_MAX = Duration.ofSeconds(6);

    private static final Duration CALL_WAIT_MAX = Duration.ofMillis(500);

    private final ServerName name;
    private final Traits traits;
    private final Surroundings around;
    private final Vitals vitals;
    private final Supervision supervision;
    private final Map<Key, Conversation> conversations = new ConcurrentHashMap<>();
    private final CallsUnderWay calls = new CallsUnderWay();
    private volatile boolean closed;

    /// A call that is under way, until it is closed.
    @FunctionalInterface
    public interface UnderWay extends AutoCloseable {
        @Override
        void close();
    }

    /// What a server is: how it is reached, what is never to be shown of it, what the user still has to fill in
    /// before it can be started, if anything, who hears what it says outside of any exchange, and for how long it
    /// may say nothing to a call, null for as long as any.
    public record Traits(
            Connector connector,
            Transport transport,
            Redaction secrets,
            @Nullable String missing,
            Consumer<Message.Notification> hearer,
            @Nullable Duration silenceMax) {
        /// Of which nobody but clients hears.
        Traits(Connector connector, Transport transport, Redaction secrets, @Nullable String missing) {
            this(connector, transport, secrets, missing, _ -> {}, null);
        }
    }

    /// What an upstream needs of the world: the time, who hears of its fate, how long a greeting may take, how
    /// long a process may be idle, what starts things later, threads that may wait, and the room there is for
    /// processes.
    public record Surroundings(
            InstantSource clock,
            GatewayEvents events,
            Duration greetingMax,
            Supplier<Duration> idleLimit,
            Alarm alarm,
            Executor threads,
            Places places) {
        /// With one limit for as long as it runs.
        public Surroundings(
                InstantSource clock,
                GatewayEvents events,
                Duration greetingMax,
                Duration idleMax,
                Alarm alarm,
                Executor threads,
                Places places) {
            this(clock, events, greetingMax, () -> idleMax, alarm, threads, places);
        }

        Duration idleMax() {
            return idleLimit.get();
        }

        /// For servers that nobody supervises.
        public Surroundings(InstantSource clock, GatewayEvents events, Duration greetingMax) {
            this(
                    clock,
                    events,
                    greetingMax,
                    IDLE_MAX,
                    Alarm.NEVER,
                    Executors.newVirtualThreadPerTaskExecutor(),
                    Places.UNBOUNDED);
        }
    }

    /// Who shares a conversation.
    private record Key(String profile, String owner) {
        static Key of(ClientProfile client, String id) {
            return new Key(client.capabilities().toString(), client.canBeAsked() ? id : "");
        }
    }

    public Upstream(ServerName name, Traits traits, Surroundings around) {
        this.name = name;
        this.traits = traits;
        this.around = around;
        this.vitals = new Vitals(name, around.clock(), around.events(), traits.missing());
        this.supervision = new Supervision(this, traits, around, vitals);
    }

    /// A server that is no process of the gateway's.
    public Upstream(ServerName name, Connector connector, Surroundings around) {
        this(name, new Traits(connector, Transport.HTTP, Redaction.NONE, null), around);
    }

    public ServerName name() {
        return name;
    }

    /// For how long it may say nothing to a call, which is `usual` unless it is configured otherwise.
    public Duration silenceMax(Duration usual) {
        return traits.silenceMax() == null ? usual : traits.silenceMax();
    }

    /// The era that it speaks; empty until that is known.
    public Optional<ProtocolVersion.Era> era() {
        return supervision.era();
    }

    /// Whether there is a conversation with it.
    public boolean isConnected() {
        return conversations.values().stream()
                .anyMatch(conversation -> conversation.running().isPresent());
    }

    /// How it stands now.
    public Standing standing() {
        Life life = vitals.life();
        List<Conversation.Running> open = running();
        List<String> tools = vitals.tools();
        return new Standing(
                name,
                life.status(),
                traits.secrets().text(life.explanation()),
                life.since(),
                open.size(),
                traits.transport(),
                life.dormant(),
                open.stream()
                        .map(Conversation.Running::process)
                        .filter(Objects::nonNull)
                        .toList(),
                life.restarts().lately(),
                supervision.lastUse(),
                tools == null ? null : tools.size());
    }

    /// The conversation for `client`; opened if there is none, once for all who wait for it. Throws
    /// `ConnectFailed`.
    public UpstreamSession session(UpstreamClient client) throws ConnectFailed, InterruptedException {
        return session(client.profile(), client);
    }

    /// Counts a call as under way. Where there are `max`, it waits a moment for the end of one, so that whoever
    /// calls again upon an answer finds its place. Throws `ConnectFailed` when there is none.
    public UnderWay call(int max) throws ConnectFailed, InterruptedException {
        if (!calls.begin(max, CALL_WAIT_MAX)) {
            throw unavailable(max + " calls are under way, which is the most that may (gateway.callsMax of the"
                    + " configuration); try again in a while");
        }
        return calls::end;
    }

    /// The conversation for `client` if it is open. Does not wait.
    public Optional<UpstreamSession> openSession(UpstreamClient client) {
        Conversation conversation = conversations.get(Key.of(client.profile(), client.id()));
        return closed || conversation == null || !conversation.join(client)
                ? Optional.empty()
                : conversation.openSession();
    }

    /// For the gateway's own sake, as a client that can do nothing.
    UpstreamSession ownSession() throws ConnectFailed, InterruptedException {
        return session(Supervision.SELF, null);
    }

    private UpstreamSession session(ClientProfile profile, @Nullable UpstreamClient client)
            throws ConnectFailed, InterruptedException {
        Key key = Key.of(profile, client == null ? "" : client.id());
        while (!closed) {
            Conversation conversation = conversations.computeIfAbsent(key, _ -> new Conversation(supervision, profile));
            if (conversation.join(client)) {
                if (conversation.running().isEmpty()) {
                    refuseHopeless();
                }
                return conversation.session(
                        vitals.life().delay(now()), around.greetingMax().multipliedBy(2));
            }
            conversations.remove(key, conversation);
        }
        throw new ConnectFailed(new Loss(Loss.Cause.CLOSED, "server " + name + " was taken away"));
    }

    private void refuseHopeless() throws ConnectFailed {
        refuseBlocked();
        Life life = vitals.life();
        Duration delay = life.delay(now());
        if (delay.compareTo(RESTART_WAIT_MAX) > 0) {
            throw unavailable(
                    traits.secrets().text(life.explanation()) + "; it is started again in " + delay.toSeconds() + " s");
        }
    }

    /// Throws `ConnectFailed` when nothing may start it but a command or another configuration.
    void refuseBlocked() throws ConnectFailed {
        Life life = vitals.life();
        String shown = traits.secrets().text(life.explanation());
        switch (life.status()) {
            case PERMANENTLY_FAILED ->
                throw unavailable("permanently_failed: " + shown + "; a restart command starts it again");
            case AWAITING_USER_CONFIG -> throw unavailable("awaiting_user_config: " + shown);
            case PROVISIONING,
                    COMMAND_RECEIVED,
                    CONNECTING,
                    DISCOVERING_TOOLS,
                    SYNCING_TOOLS,
                    ONLINE,
                    RESTARTING,
                    OFFLINE,
                    ERROR,
                    REQUIRES_REAUTH -> {}
        }
    }

    private ConnectFailed unavailable(String why) {
        return new ConnectFailed(new Loss(Loss.Cause.UNAVAILABLE, "server " + name + " is not available: " + why));
    }

    /// The client needs nothing of it any more.
    public void leave(UpstreamClient client) {
        Key key = Key.of(client.profile(), client.id());
        Conversation conversation = conversations.get(key);
        if (conversation != null
                && conversation.leave(client)
                && client.profile().canBeAsked()) {
            conversations.remove(key, conversation);
            supervision.end(conversation);
        }
    }

    /// A command brought it here.
    public void ordered() {
        vitals.happened(new Happening.Ordered());
    }

    /// Contacts it, so that its standing is the truth. Blocks for as long as that takes; what comes of it is in
    /// the standing.
    public void discover() throws InterruptedException {
        supervision.discover();
    }

    /// Ends all conversations and begins anew, whatever was before. Blocks until it is known what comes of it.
    public Standing restart(String why) throws InterruptedException {
        supervision.restart(why);
        return standing();
    }

    /// As `restart`, and finds out anew what tools it has, as if it had just been put in its place.
    public Standing redeploy(String why) throws InterruptedException {
        supervision.redeploy(why);
        return standing();
    }

    /// Contacts it anew if it is not well, and finds out what tools it has. Blocks until it is known what comes of it.
    public Standing recover(String why) throws InterruptedException {
        supervision.recover(why);
        return standing();
    }

    /// Finds out whether it is well. Blocks for as long as that takes, which has a bound.
    public Check.Finding check(Check check) throws InterruptedException {
        return supervision.check(check);
    }

    /// Lets go what is idle, and has checked what was not for a while. Does not block.
    void look() {
        conversations.values().removeIf(Conversation::forget);
        supervision.look();
    }

    List<Conversation> conversations() {
        return List.copyOf(conversations.values());
    }

    List<Conversation.Running> running() {
        return conversations.values().stream()
                .map(Conversation::running)
                .flatMap(Optional::stream)
                .toList();
    }

    boolean isClosed() {
        return closed;
    }

    /// Ends all conversations, at the same time, and waits for that; later ones are refused.
    @Override
    public void close() {
        closed = true;
        supervision.close();
        conversations.clear();
    }

    private Instant now() {
        return around.clock().instant();
    }
}

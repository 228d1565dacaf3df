package dev.perigee.gateway.door;

import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.LogLevel;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.UpstreamSession;
import dev.perigee.http.Call;
import dev.perigee.http.EventStream;
import dev.perigee.protocol.registration.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client that said hello: what it said of itself, its requests under way, the questions it has not answered,
/// and its streams. Thread-safe.
final class ClientSession implements UpstreamClient {
    private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

    /// The stream of what belongs to no request.
    static final String OWN_STREAM = "0";

    static final String CANCELLED = "notifications/cancelled";
    static final int STREAMS_MAX = 64;
    private static final int SHOWN_CHARS = 16;

    private final String id;
    private final Hello hello;
    private final Watches watches;
    private final Map<RpcId, Upcall> running = new ConcurrentHashMap<>();
    private final Map<RpcId, Ahead> ahead = new ConcurrentHashMap<>();
    private final OpenQuestions questions = new OpenQuestions();
    /// The oldest first; guarded by itself.
    private final SequencedMap<String, ClientStream> streams = new LinkedHashMap<>();
    private final ClientStream own = ClientStream.resumable(OWN_STREAM, false);
    private final AtomicLong lastStream = new AtomicLong();
    private final AtomicInteger listening = new AtomicInteger();
    /// Which servers know from which level on the client wants to hear their logs.
    private final Map<UpstreamSession, LogLevel> told = Collections.synchronizedMap(new WeakHashMap<>());

    private final AtomicLong toolCalls = new AtomicLong();
    private final Instant came;

    private volatile @Nullable LogLevel level;
    private volatile Instant lastSeen;
    private volatile boolean left;

    /// A request that is not at its server yet, which may have to be started for it.
    static final class Ahead {
        private volatile boolean cancelled;

        boolean isCancelled() {
            return cancelled;
        }
    }

    ClientSession(String id, Hello hello, Watches watches, Instant now) {
        this.id = id;
        this.hello = hello;
        this.watches = watches;
        this.came = now;
        this.lastSeen = now;
    }

    @Override
    public String id() {
        return id;
    }

    Caller caller() {
        return hello.caller();
    }

    @Override
    public ClientProfile profile() {
        return hello.profile();
    }

    /// Names the session to people, and opens nothing.
    String shownAs() {
        return Digest.of(id).hex().substring(0, SHOWN_CHARS);
    }

    Instant came() {
        return came;
    }

    void calledATool() {
        toolCalls.incrementAndGet();
    }

    long toolCalls() {
        return toolCalls.get();
    }

    void seen(Instant now) {
        lastSeen = now;
    }

    /// Whether it has done nothing since then: no request, and no stream that is open.
    boolean isIdleSince(Instant then) {
        return lastSeen.isBefore(then) && running.isEmpty() && ahead.isEmpty() && listening.get() == 0;
    }

    /// Before all servers the client has said from which level on it wants to hear logs.
    void wants(LogLevel other) {
        level = other;
    }

    /// Tells a server what level the client wants, unless it knows.
    void tellLevel(UpstreamSession session) {
        LogLevel wanted = level;
        if (wanted != null && session.greeting().offers(Capability.LOGGING) && told.put(session, wanted) != wanted) {
            session.begin("logging/setLevel", JsonObject.EMPTY.with("level", wanted.wireName()));
        }
    }

    /// From now on the client can cancel the request.
    Ahead ahead(RpcId request) {
        Ahead fresh = new Ahead();
        ahead.put(request, fresh);
        return fresh;
    }

    void noLongerAhead(RpcId request, Ahead what) {
        ahead.remove(request, what);
    }

    void begun(RpcId request, Upcall what) {
        running.put(request, what);
    }

    void ended(RpcId request) {
        running.remove(request);
    }

    /// The client wants no answer to one of its requests any more.
    void cancel(RpcId request, String reason) {
        Upcall what = running.remove(request);
        Ahead waiting = ahead.remove(request);
        if (what != null) {
            what.cancel(reason);
        }
        if (waiting != null) {
            waiting.cancelled = true;
        }
    }

    /// The client wants nothing any more, and nobody listens.
    void leave() {
        left = true;
        Set<RpcId> wanted = new HashSet<>(running.keySet());
        wanted.addAll(ahead.keySet());
        wanted.forEach(request -> cancel(request, "the client has left"));
        own.complete();
    }

    /// The question of a server as the client is asked it.
    Message.Request relay(ServerName server, Message.Request question, UpstreamSession session, TaskNames tasks) {
        return questions.relay(server, question, session, tasks);
    }

    /// What a server says as the client is to hear it; empty when that is nothing to it.
    Optional<Message.Notification> shown(ServerName server, Message.Notification notification, TaskNames tasks) {
        return notification.method().equals(CANCELLED)
                ? questions.cancelled(server, notification)
                : Optional.of(tasks.shown(notification));
    }

    /// Passes the client's answer on to the server that asked. False when nobody asked.
    boolean answered(Message.Response response) {
        return questions.answered(response);
    }

    /// Passes on how far the client is with what a server asked.
    void progressed(Message.Notification notification) {
        questions.progressed(notification);
    }

    boolean hasLeft() {
        return left;
    }

    /// A new stream whose first reader is `call`.
    ClientStream openStream(Call call) {
        String name = Long.toString(lastStream.incrementAndGet());
        ClientStream stream = ClientStream.resumable(name, hello.version().compareTo(ProtocolVersion.V2025_11_25) >= 0);
        synchronized (streams) {
            streams.put(name, stream);
            if (streams.size() > STREAMS_MAX) {
                String oldest = streams.entrySet().stream()
                        .filter(entry -> entry.getValue().isComplete())
                        .findFirst()
                        .map(Map.Entry::getKey)
                        .orElseGet(() -> streams.firstEntry().getKey());
                streams.remove(oldest);
            }
        }
        read(stream, call, 0);
        return stream;
    }

    /// Goes on with the stream of the event that the client saw last, or with its own one. Empty when there is
    /// none such.
    Optional<ClientStream> resume(Call call, Optional<String> lastEvent) {
        if (lastEvent.isEmpty()) {
            read(own, call, own.position());
            return Optional.of(own);
        }
        Optional<ClientStream> known = allStreams().stream()
                .filter(stream -> stream.number(lastEvent.get()) >= 0)
                .findFirst();
        known.ifPresent(stream -> read(stream, call, stream.number(lastEvent.get())));
        return known;
    }

    private List<ClientStream> allStreams() {
        List<ClientStream> all = new ArrayList<>();
        all.add(own);
        synchronized (streams) {
            all.addAll(streams.values());
        }
        return all;
    }

    private void read(ClientStream stream, Call call, long after) {
        listening.incrementAndGet();
        call.onEnd(listening::decrementAndGet);
        EventStream events = call.stream(stream.readAfter(after));
        events.open();
        stream.hintThrough(events);
    }

    @Override
    public void heard(ServerName server, Message.Notification notification) {
        boolean update = notification.method().equals("notifications/resources/updated");
        if (!update || watches.has(server, notification.params().string("uri").orElse(""), this)) {
            shown(server, notification, TaskNames.of(hello.view(), server)).ifPresent(this::tell);
        }
    }

    /// Says so once for each kind of list, however many of these it sees.
    void listsChanged(Collection<ServerName> servers) {
        if (servers.stream().anyMatch(server -> hello.view().has(server, caller()))) {
            Catalog.Kind.changes().forEach(this::tell);
        }
    }

    @Override
    public void asked(ServerName server, Message.Request request, UpstreamSession session) {
        tell(relay(server, request, session, TaskNames.of(hello.view(), server)));
    }

    @Override
    public void lost(ServerName server, Loss why) {
        // Its exchanges end by themselves, and the next request opens another conversation; but what it follows
        // nobody asks for again.
        watches.lost(server, this);
    }

    private void tell(Message message) {
        if (own.push(message) > 0) {
            log.atDebug().addKeyValue("client", id).log("a client takes nothing; older messages to it are dropped");
        }
    }
}

package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.UpstreamSession;
import dev.perigee.http.Call;
import dev.perigee.http.EventStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client that said hello: what it said of itself, its requests under way, the questions it has not answered,
/// and its streams. Thread-safe.
final class ClientSession implements UpstreamClient {
    private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

    /// The stream of what belongs to no request.
    static final String OWN_STREAM = "0";

    static final int STREAMS_MAX = 64;
    static final int QUESTIONS_MAX = 1_000;

    private final String id;
    private final Caller caller;
    private final ClientProfile profile;
    private final Map<RpcId, Running> running = new ConcurrentHashMap<>();
    private final Map<RpcId, Question> questions = new ConcurrentHashMap<>();
    private final Map<String, ClientStream> streams = new ConcurrentHashMap<>();
    private final ClientStream own = new ClientStream(OWN_STREAM);
    private final AtomicLong lastQuestion = new AtomicLong();
    private final AtomicLong lastStream = new AtomicLong();

    /// A request that a server is doing.
    record Running(Exchange exchange, UpstreamSession session) {}

    /// What a server asked, under the id that it gave it.
    private record Question(UpstreamSession session, RpcId asked) {}

    ClientSession(String id, Caller caller, ClientProfile profile) {
        this.id = id;
        this.caller = caller;
        this.profile = profile;
        streams.put(OWN_STREAM, own);
    }

    @Override
    public String id() {
        return id;
    }

    Caller caller() {
        return caller;
    }

    @Override
    public ClientProfile profile() {
        return profile;
    }

    void begun(RpcId request, Running what) {
        running.put(request, what);
    }

    void ended(RpcId request) {
        running.remove(request);
    }

    /// The client wants no answer to one of its requests any more.
    void cancel(RpcId request, String reason) {
        Running what = running.remove(request);
        if (what != null) {
            what.session().cancel(what.exchange(), reason);
            what.exchange()
                    .offer(new Exchange.Event.Lost(new Loss(Loss.Cause.CLOSED, "cancelled by the client"), true));
        }
    }

    /// The question of a server as the client is asked it: under an id that no other question to it has.
    Message.Request relay(Message.Request question, UpstreamSession session) {
        RpcId relayed = RpcId.of(lastQuestion.incrementAndGet());
        if (questions.size() < QUESTIONS_MAX) {
            questions.put(relayed, new Question(session, question.id()));
        }
        return question.withId(relayed);
    }

    /// Passes the client's answer on to the server that asked. False when nobody asked.
    boolean answered(Message.Response response) {
        Question question = questions.remove(response.id());
        if (question != null) {
            question.session().answer(response.withId(question.asked()));
        }
        return question != null;
    }

    /// A new stream whose first reader is `call`.
    ClientStream openStream(Call call) {
        String name = Long.toString(lastStream.incrementAndGet());
        ClientStream stream = new ClientStream(name);
        if (streams.size() < STREAMS_MAX) {
            streams.put(name, stream);
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
        for (ClientStream stream : streams.values()) {
            long number = stream.number(lastEvent.get());
            if (number >= 0) {
                read(stream, call, number);
                return Optional.of(stream);
            }
        }
        return Optional.empty();
    }

    private static void read(ClientStream stream, Call call, long after) {
        EventStream events = call.stream(stream.readAfter(after));
        events.open();
        stream.hintThrough(events);
    }

    @Override
    public void heard(ServerName server, Message.Notification notification) {
        tell(notification);
    }

    @Override
    public void asked(ServerName server, Message.Request request, UpstreamSession session) {
        tell(relay(request, session));
    }

    @Override
    public void lost(ServerName server, Loss why) {
        // Its exchanges end by themselves, and the next request opens another conversation.
    }

    private void tell(Message message) {
        try {
            if (!own.add(message, Duration.ZERO)) {
                log.atDebug().addKeyValue("client", id).log("a client takes nothing; a message to it is dropped");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

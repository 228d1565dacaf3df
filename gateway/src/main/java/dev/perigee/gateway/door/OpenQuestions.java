package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.UpstreamSession;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What servers have asked one client that has not answered yet, each under an id that no other question to it has.
/// Bounded: the oldest gives way, and its server hears that nobody answered. Thread-safe: `this` guards it.
final class OpenQuestions {
    static final int MAX = 1_000;
    private static final String TOKEN = "progressToken";

    /// The oldest first.
    private final SequencedMap<RpcId, Question> open = new LinkedHashMap<>();

    private long last;

    /// Who asked, under which id, and by what it knows of the client's progress with that, if it wants to.
    private record Question(
            ServerName server, UpstreamSession session, RpcId asked, TaskNames tasks, Optional<byte[]> token) {
        void refuse() {
            session.answer(
                    Message.Response.of(asked, new RpcError(RpcError.INTERNAL_ERROR, "the client has not answered")));
        }
    }

    /// The question as the client is asked it.
    Message.Request relay(ServerName server, Message.Request question, UpstreamSession session, TaskNames tasks) {
        JsonObject params = question.params();
        JsonObject meta = RequestMeta.of(params);
        Question asked = new Question(server, session, question.id(), tasks, meta.value(TOKEN));
        Optional<Question> oldest = Optional.empty();
        RpcId id;
        synchronized (this) {
            id = RpcId.of(++last);
            open.put(id, asked);
            if (open.size() > MAX) {
                oldest = Optional.of(open.pollFirstEntry().getValue());
            }
        }
        oldest.ifPresent(Question::refuse);
        Message.Request shown = tasks.shown(question).withId(id);
        return asked.token().isEmpty()
                ? shown
                : shown.withParams(shown.params()
                        .with("_meta", RequestMeta.of(shown.params()).with(TOKEN, id.bytes())));
    }

    /// Passes the client's answer on to the server that asked. False when nobody asked.
    boolean answered(Message.Response response) {
        Question question;
        synchronized (this) {
            question = open.remove(response.id());
        }
        if (question != null) {
            question.session().answer(question.tasks().own(response).withId(question.asked()));
        }
        return question != null;
    }

    /// Passes on how far the client is with what a server asked.
    void progressed(Message.Notification notification) {
        Optional<RpcId> id = id(notification, TOKEN);
        Question question;
        synchronized (this) {
            question = id.isEmpty() ? null : open.get(id.get());
        }
        if (question != null && question.token().isPresent()) {
            question.session()
                    .send(notification.withParams(
                            notification.params().with(TOKEN, question.token().get())));
        }
    }

    /// A server needs no answer any more; as the client is told that. Empty when it has no such question.
    synchronized Optional<Message.Notification> cancelled(ServerName server, Message.Notification notification) {
        Optional<RpcId> asked = id(notification, "requestId");
        // Of a session that is over there may be one with the same id: the newest counts.
        for (Map.Entry<RpcId, Question> each : open.reversed().entrySet()) {
            Question question = each.getValue();
            if (question.server().equals(server)
                    && asked.filter(question.asked()::equals).isPresent()) {
                RpcId id = each.getKey();
                open.remove(id);
                return Optional.of(notification.withParams(notification.params().with("requestId", id.bytes())));
            }
        }
        return Optional.empty();
    }

    private static Optional<RpcId> id(Message.Notification notification, String member) {
        return notification.params().value(member).map(id -> new RpcId(new String(id, StandardCharsets.UTF_8)));
    }
}

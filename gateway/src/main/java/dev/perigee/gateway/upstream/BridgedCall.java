package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.rpc.RpcId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A request to a modern server as the legacy era sees it: one exchange, in which the server asks. Each
/// `input_required` result becomes questions, and their answers go with the request sent again. An answer that comes
/// first is passed on by who brings it; all else runs on a thread of its own, which ends with it.
final class BridgedCall {
    private static final int ROUNDS_MAX = 100;
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration ANSWER_MAX = Duration.ofMinutes(10);

    private final Sending sending;
    private final String method;
    private final JsonObject params;
    private final Ledger ledger;
    private final Exchange exchange;
    private final BlockingQueue<Message.Response> answers = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile Exchange inner;

    /// Who knows whose question is whose.
    interface Ledger {
        void asked(RpcId question, BridgedCall of);

        void ended(BridgedCall of);
    }

    BridgedCall(Sending sending, String method, JsonObject params, Ledger ledger) {
        this.sending = sending;
        this.method = method;
        this.params = params;
        this.ledger = ledger;
        this.exchange = new Exchange(sending.nextId());
        this.thread = Thread.ofVirtual().name("mcp-bridge").unstarted(this::run);
        this.inner = sending.begin(method, params);
    }

    /// What the legacy era sees of it.
    Exchange exchange() {
        return exchange;
    }

    void start() {
        Exchange first = inner;
        first.onceReady(() -> {
            Optional<Message.Response> answer =
                    first.answer().filter(response -> !asksMore(response) && !lacksHeaders(response));
            if (answer.isEmpty()) {
                startThread();
            } else if (taken.compareAndSet(false, true)) {
                exchange.offer(legacy(new Exchange.Event.Answered(answer.get())));
                ledger.ended(this);
            }
        });
    }

    private void startThread() {
        if (taken.compareAndSet(false, true)) {
            thread.start();
        }
    }

    void answered(Message.Response response) {
        answers.add(response);
    }

    void cancel(String reason) {
        sending.cancel(inner, reason);
        startThread();
        thread.interrupt();
    }

    private void run() {
        try {
            exchange.offer(rounds());
        } catch (InterruptedException _) {
            exchange.offer(new Exchange.Event.Lost(new Loss(Loss.Cause.CLOSED, "cancelled"), true));
        } finally {
            ledger.ended(this);
        }
    }

    private Exchange.Event rounds() throws InterruptedException {
        for (int round = 1; true; round++) {
            Exchange.Event end = endOf(inner);
            if (round == 1
                    && end instanceof Exchange.Event.Answered(Message.Response refused)
                    && lacksHeaders(refused)) {
                readTools();
                inner = sending.begin(method, params);
                end = endOf(inner);
            }
            Optional<JsonObject> wanted = end instanceof Exchange.Event.Answered(Message.Response response)
                    ? response.result().filter(BridgedCall::isInputRequired)
                    : Optional.empty();
            if (wanted.isEmpty()) {
                return legacy(end);
            }
            if (round == ROUNDS_MAX) {
                return new Exchange.Event.Answered(Message.Response.of(
                        exchange.id(),
                        new RpcError(RpcError.INTERNAL_ERROR, "the server asked for input " + ROUNDS_MAX + " times")));
            }
            Answers given = ask(wanted.get().object("inputRequests").orElse(JsonObject.EMPTY));
            switch (given) {
                case Answers.All(JsonObject responses) -> inner = sending.begin(method, again(responses, wanted.get()));
                case Answers.Refused(RpcError error) -> {
                    return new Exchange.Event.Answered(Message.Response.of(exchange.id(), error));
                }
            }
        }
    }

    /// A tool wants some of its arguments as headers, which the connection learns from the list of tools; nothing was
    /// done.
    private boolean lacksHeaders(Message.Response response) {
        return method.equals("tools/call") && response.errorCode() == RpcError.HEADER_MISMATCH;
    }

    private void readTools() throws InterruptedException {
        JsonObject page = JsonObject.EMPTY.with("_meta", RequestMeta.of(params).without("progressToken"));
        Optional<byte[]> cursor = Optional.empty();
        for (int pages = 0; pages < ROUNDS_MAX; pages++) {
            Exchange open = sending.begin(
                    "tools/list", cursor.map(next -> page.with("cursor", next)).orElse(page));
            inner = open;
            cursor = endOf(open) instanceof Exchange.Event.Answered(Message.Response response)
                    ? response.result()
                            .flatMap(result -> result.value("nextCursor"))
                            .filter(value -> value[0] == '"')
                    : Optional.empty();
            if (cursor.isEmpty()) {
                return;
            }
        }
    }

    private Exchange.Event endOf(Exchange open) throws InterruptedException {
        while (true) {
            Exchange.Event event = open.next(LOOK).orElse(null);
            switch (event) {
                case null -> {}
                case Exchange.Event.Told told -> exchange.offer(told);
                // A server of this era asks nothing of the kind; nobody answers.
                case Exchange.Event.Asked _ -> {}
                case Exchange.Event.Answered answered -> {
                    return answered;
                }
                case Exchange.Event.Lost lost -> {
                    return lost;
                }
            }
        }
    }

    private sealed interface Answers {
        record All(JsonObject byKey) implements Answers {}

        record Refused(RpcError error) implements Answers {}
    }

    private Answers ask(JsonObject requests) throws InterruptedException {
        Map<RpcId, String> keys = new LinkedHashMap<>();
        for (String key : requests.names()) {
            JsonObject request = requests.object(key).orElse(JsonObject.EMPTY);
            RpcId question = sending.nextId();
            keys.put(question, key);
            ledger.asked(question, this);
            exchange.offer(new Exchange.Event.Asked(Message.Request.of(
                    question,
                    request.string("method").orElse(""),
                    request.object("params").orElse(JsonObject.EMPTY))));
        }
        JsonObject byKey = JsonObject.EMPTY;
        while (!keys.isEmpty()) {
            Message.Response answer = answers.poll(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                return new Answers.Refused(new RpcError(
                        RpcError.INTERNAL_ERROR,
                        "no answer to " + keys.values() + " within " + ANSWER_MAX.toMinutes() + " min"));
            }
            String key = keys.remove(answer.id());
            if (key != null && answer.result().isEmpty()) {
                return new Answers.Refused(new RpcError(
                        RpcError.INTERNAL_ERROR,
                        "the client did not answer " + key + ": "
                                + answer.error()
                                        .flatMap(error -> error.string("message"))
                                        .orElse("no result")));
            }
            byKey = key == null ? byKey : byKey.with(key, answer.result().orElseThrow());
        }
        return new Answers.All(byKey);
    }

    private JsonObject again(JsonObject responses, JsonObject wanted) {
        JsonObject answered = responses.names().isEmpty() ? params : params.with("inputResponses", responses);
        return wanted.value("requestState")
                .map(state -> answered.with("requestState", state))
                .orElse(answered);
    }

    private static boolean asksMore(Message.Response response) {
        return response.result().filter(BridgedCall::isInputRequired).isPresent();
    }

    private static boolean isInputRequired(JsonObject result) {
        return result.string("resultType").filter("input_required"::equals).isPresent();
    }

    /// Without what only the modern era has.
    private static Exchange.Event legacy(Exchange.Event end) {
        return end instanceof Exchange.Event.Answered(Message.Response response)
                ? new Exchange.Event.Answered(response.result()
                        .map(result -> response.withResult(result.without("resultType")))
                        .orElse(response))
                : end;
    }
}

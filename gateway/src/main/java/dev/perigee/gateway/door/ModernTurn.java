package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.LogLevel;
import dev.perigee.gateway.mcp.ProtocolVersion.Era;
import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One request of a modern client at one server, to its response. What a legacy server asks meanwhile is gathered,
/// and becomes the response: the call waits under a state with which the client brings the answers. Runs on one
/// thread.
final class ModernTurn {
    /// Questions that a server asks together come within so long of each other.
    private static final Duration TOGETHER = Duration.ofMillis(30);

    static final int QUESTIONS_MAX = 100;

    private static final Set<String> MAY_ASK = Set.of("tools/call", "prompts/get", "resources/read");

    private final ModernRequest request;
    private final Caller caller;
    private final ModernReply reply;
    private final Parking parking;
    private final Surroundings around;

    ModernTurn(ModernRequest request, Caller caller, ModernReply reply, Parking parking, Surroundings around) {
        this.request = request;
        this.caller = caller;
        this.reply = reply;
        this.parking = parking;
        this.around = around;
    }

    /// What the response is made of, and what became of the loan.
    record Outcome(TurnListener.End end, boolean parked) {
        boolean isAnswered() {
            return end instanceof TurnListener.End.Answered;
        }
    }

    /// Passes on what comes of a call at a modern server; tasks as `tasks` shows them.
    TurnListener.End pass(Upcall upcall, TaskNames tasks) throws InterruptedException {
        Duration silence = upcall.silenceMax(around.limits());
        Instant end = around.clock().instant().plus(upcall.turnMax(around.limits()));
        Optional<Exchange.Event> event = upcall.next(silence);
        while (event.isPresent() && around.clock().instant().isBefore(end)) {
            switch (event.get()) {
                case Exchange.Event.Told(Message.Notification notification) -> tell(tasks.shown(notification));
                case Exchange.Event.Asked _ -> {}
                case Exchange.Event.Answered(Message.Response response) -> {
                    return answer(tasks.shown(response), Era.MODERN);
                }
                case Exchange.Event.Lost lost -> {
                    return lost(upcall, lost);
                }
            }
            event = upcall.next(silence);
        }
        return tooLong(upcall, event.isEmpty());
    }

    /// Passes on what comes of a call at a legacy server, of which `open` are the questions without an answer yet.
    Outcome bridge(Upcall upcall, ModernClients.Loan loan, Map<String, Message.Request> open)
            throws InterruptedException {
        Map<String, Message.Request> questions = new LinkedHashMap<>(open);
        Duration silence = upcall.silenceMax(around.limits());
        Instant end = around.clock().instant().plus(upcall.turnMax(around.limits()));
        while (around.clock().instant().isBefore(end)) {
            Optional<Exchange.Event> event = upcall.next(questions.isEmpty() ? silence : TOGETHER);
            switch (event.orElse(null)) {
                case null -> {
                    return questions.isEmpty()
                            ? new Outcome(tooLong(upcall, true), false)
                            : park(new Parking.Parked(upcall, loan, questions));
                }
                case Exchange.Event.Told(Message.Notification notification)
                when concerns(notification) -> tell(notification);
                case Exchange.Event.Told _ -> {}
                case Exchange.Event.Asked(Message.Request question) -> {
                    Optional<RpcError> refusal = gather(upcall, question, questions);
                    if (refusal.isPresent()) {
                        upcall.cancel("the client cannot be asked this");
                        return new Outcome(failed(refusal.get()), false);
                    }
                }
                case Exchange.Event.Answered(Message.Response response) -> {
                    return new Outcome(answer(response, Era.LEGACY), false);
                }
                case Exchange.Event.Lost lost -> {
                    return new Outcome(lost(upcall, lost), false);
                }
            }
        }
        return new Outcome(tooLong(upcall, false), false);
    }

    TurnListener.End failed(RpcError error) {
        reply.finish(Message.Response.of(request.message().id(), error));
        return new TurnListener.End.Failed(error);
    }

    /// The error for the client if it did not say that it can be asked this, or so much.
    private Optional<RpcError> gather(Upcall upcall, Message.Request question, Map<String, Message.Request> questions) {
        String capability = question.method().replaceFirst("/.*", "");
        if (question.method().equals("ping")) {
            upcall.session().answer(Message.Response.of(question.id(), JsonObject.EMPTY));
        } else if (!MAY_ASK.contains(request.method())) {
            upcall.session()
                    .answer(Message.Response.of(
                            question.id(),
                            new RpcError(
                                    RpcError.METHOD_NOT_FOUND,
                                    "the client cannot be asked during " + request.method())));
        } else if (!request.declares(capability)) {
            return Optional.of(new RpcError(
                    RpcError.MISSING_CAPABILITY,
                    "the server asks " + question.method() + ": expected the client capability " + capability,
                    JsonObject.EMPTY.with(
                            "requiredCapabilities", JsonObject.EMPTY.with(capability, JsonObject.EMPTY))));
        } else if (questions.size() >= QUESTIONS_MAX) {
            return Optional.of(new RpcError(
                    RpcError.INTERNAL_ERROR, "the server asks more than " + QUESTIONS_MAX + " questions at a time"));
        } else {
            int number = 1;
            while (questions.containsKey(capability + "-" + number)) {
                number++;
            }
            questions.put(capability + "-" + number, question);
        }
        return Optional.empty();
    }

    private Outcome park(Parking.Parked parked) {
        JsonObject asked = JsonObject.EMPTY;
        for (Map.Entry<String, Message.Request> each : parked.questions().entrySet()) {
            asked = asked.with(
                    each.getKey(),
                    JsonObject.EMPTY
                            .with("method", each.getValue().method())
                            .with("params", each.getValue().params()));
        }
        Parking.Ticket ticket = Parking.Ticket.of(caller, request);
        Optional<String> state = parking.park(ticket, parked);
        if (state.isEmpty()) {
            parked.upcall().cancel("too many calls wait for an answer");
            return new Outcome(
                    failed(new RpcError(
                            RpcError.INTERNAL_ERROR,
                            "more than " + Parking.MAX + " calls wait for answers of their clients",
                            JsonObject.EMPTY.with("retryable", true))),
                    false);
        }
        Message.Response response = Message.Response.of(
                request.message().id(),
                JsonObject.EMPTY
                        .with("resultType", "input_required")
                        .with("inputRequests", asked)
                        .with("requestState", state.get()));
        if (!reply.finish(response)) {
            parking.take(ticket, state.get()).ifPresent(waiting -> waiting.abandon("the client has gone"));
        }
        return new Outcome(new TurnListener.End.Answered(response), true);
    }

    private TurnListener.End answer(Message.Response response, Era era) {
        Message.Response own = response.withId(request.message().id());
        if (era == Era.LEGACY
                && request.method().equals("resources/read")
                && own.errorCode() == RpcError.RESOURCE_NOT_FOUND) {
            JsonObject error = own.error().orElseThrow().with("code", RpcError.INVALID_PARAMS);
            own = new Message.Response(own.json().with("error", error), own.id());
        }
        Optional<JsonObject> result = own.result();
        if (result.isPresent()) {
            own = own.withResult(Results.complete(request.method(), result.get(), caller));
        }
        reply.finish(own);
        return new TurnListener.End.Answered(response);
    }

    private TurnListener.End lost(Upcall upcall, Exchange.Event.Lost lost) {
        return upcall.isCancelled() ? new TurnListener.End.Cancelled() : failed(upcall.failure(lost));
    }

    private TurnListener.End tooLong(Upcall upcall, boolean silent) {
        upcall.cancel("it took too long");
        return failed(new RpcError(
                RpcError.INTERNAL_ERROR,
                silent
                        ? "the server said nothing for "
                                + upcall.silenceMax(around.limits()).toSeconds() + " s"
                        : "the server was not done after " + upcall.turnMax(around.limits())));
    }

    private void tell(Message.Notification notification) throws InterruptedException {
        reply.tell(ProgressToken.restored(notification, request.params()));
    }

    /// Whether the client wants to hear it: what a legacy server says to all of a session is not for one request.
    private boolean concerns(Message.Notification notification) {
        JsonObject params = notification.params();
        return switch (notification.method()) {
            case "notifications/message" ->
                request.logLevel().isPresent()
                        && params.string("level")
                                .flatMap(LogLevel::of)
                                .filter(level ->
                                        level.compareTo(request.logLevel().get()) >= 0)
                                .isPresent();
            case "notifications/progress" -> RequestMeta.of(request.params()).has("progressToken");
            default -> false;
        };
    }
}

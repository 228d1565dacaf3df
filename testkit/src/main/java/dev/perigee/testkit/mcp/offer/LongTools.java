package dev.perigee.testkit.mcp.offer;

import static dev.perigee.testkit.mcp.offer.Asks.asking;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/// Tools that become tasks where the client knows tasks, and `greet`, which never does. Counts the computations
/// that were cancelled, so that a test can see a cancellation arrive. Thread-safe.
final class LongTools {
    private static final String CONFIRMATION =
            "{\"type\":\"object\",\"properties\":{\"confirm\":{\"type\":\"boolean\"}},\"required\":[\"confirm\"]}";

    private final AtomicInteger cancelled = new AtomicInteger();

    Map<String, Behaviour> all() {
        return Map.of(
                "greet",
                call -> new Outcome.Done(Content.result("Hello, " + call.argument("name", "world") + "!")),
                "slow_compute",
                _ -> new Outcome.Later(this::compute, false),
                "test_cancelled_calls",
                _ -> new Outcome.Done(Content.result(cancelled.toString())),
                "failing_job",
                _ -> new Outcome.Later(LongTools::fail, true),
                "protocol_error_job",
                _ -> new Outcome.Later(LongTools::breakProtocol, false),
                "confirm_delete",
                _ -> new Outcome.Later(
                        asking(
                                "confirm",
                                call -> Asks.elicit("Delete " + call.argument("filename", "it") + "?", CONFIRMATION),
                                answer -> Content.result("Confirmed: " + Json.text(answer))),
                        false),
                "multi_input",
                _ -> new Outcome.Later(LongTools::askTwice, false),
                "test_tool_with_task",
                LongTools::askThenWork);
    }

    private Outcome compute(Call call) throws InterruptedException {
        int seconds = call.argument("seconds", 0);
        try {
            call.client().pause(Duration.ofSeconds(seconds));
        } catch (InterruptedException e) {
            cancelled.incrementAndGet();
            throw e;
        }
        return new Outcome.Done(
                Content.result("Computed " + call.argument("label", "it") + " for " + seconds + " seconds"));
    }

    private static Outcome fail(Call call) throws InterruptedException {
        call.client().pause(Duration.ofSeconds(1));
        return new Outcome.Done(Content.failure("The job failed"));
    }

    private static Outcome breakProtocol(Call call) {
        throw new Refusal(Refusal.INTERNAL_ERROR, call.name() + " broke");
    }

    private static Outcome askTwice(Call call) {
        if (call.answer("first").isPresent() && call.answer("second").isPresent()) {
            return new Outcome.Done(Content.result("Both answered"));
        }
        Map<String, ObjectNode> requests = new LinkedHashMap<>();
        requests.put("first", Asks.elicit("First?", AskingTools.NAME));
        requests.put("second", Asks.elicit("Second?", AskingTools.NAME));
        return new Outcome.Ask(requests, "");
    }

    private static Outcome askThenWork(Call call) {
        return call.answer("user_name")
                .<Outcome>map(name -> new Outcome.Later(_ -> new Outcome.Done(AskingTools.greeting(name)), true))
                .orElseGet(() -> new Outcome.Ask("user_name", Asks.elicit("What is your name?", AskingTools.NAME)));
    }
}

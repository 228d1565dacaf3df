package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/// The requests that a legacy server makes of its client, and their answers. Thread-safe.
final class Questions {
    private static final long ANSWER_SECONDS = 60;

    private final Map<String, CompletableFuture<ObjectNode>> open = new ConcurrentHashMap<>();
    private final AtomicLong asked = new AtomicLong();

    /// Asks all at once and waits for all answers, by the keys of the requests. Throws `Refusal` when one stays out
    /// or is an error.
    ObjectNode ask(Map<String, ObjectNode> requests, Outlet outlet) throws InterruptedException {
        Map<String, CompletableFuture<ObjectNode>> pending = new LinkedHashMap<>();
        requests.forEach((key, request) -> pending.put(key, send(request, outlet)));
        ObjectNode answers = Json.object();
        for (Map.Entry<String, CompletableFuture<ObjectNode>> entry : pending.entrySet()) {
            answers.set(entry.getKey(), result(entry.getKey(), entry.getValue()));
        }
        return answers;
    }

    /// Takes a response of the client.
    void answered(ObjectNode response) {
        CompletableFuture<ObjectNode> answer = open.remove(response.path("id").asString(""));
        if (answer != null) {
            answer.complete(response);
        }
    }

    private CompletableFuture<ObjectNode> send(ObjectNode request, Outlet outlet) {
        String id = "server-" + asked.incrementAndGet();
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        outlet.send(Rpc.request(id, request));
        return answer;
    }

    private static ObjectNode result(String key, CompletableFuture<ObjectNode> answer) throws InterruptedException {
        ObjectNode response;
        try {
            response = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new Refusal(Refusal.INTERNAL_ERROR, "No answer to " + key + " within " + ANSWER_SECONDS + " s");
        }
        if (response.has("error")) {
            throw new Refusal(Refusal.INTERNAL_ERROR, key + " was refused: " + Json.text(response.path("error")));
        }
        return Json.member(response, "result");
    }
}

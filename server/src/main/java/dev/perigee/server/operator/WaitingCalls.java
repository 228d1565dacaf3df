package dev.perigee.server.operator;

import dev.perigee.http.Call;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The calls that wait for a command, so that none is left without an answer when the control plane stops. Thread-safe.
public final class WaitingCalls {
    private final Set<Call> waiting = ConcurrentHashMap.newKeySet();

    void hold(Call call) {
        waiting.add(call);
        call.onEnd(() -> waiting.remove(call));
        call.rest();
    }

    /// Answers all of them that the control plane stops; they ask again when it is back.
    public void drain() {
        ProblemException draining =
                new ProblemException(ProblemType.DRAINING, "the control plane is stopping; ask again when it is back");
        waiting.forEach(call -> call.fail(draining));
    }
}

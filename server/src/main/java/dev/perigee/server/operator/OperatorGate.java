package dev.perigee.server.operator;

import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.registration.Digest;

/// Lets in whoever has the operator key, and nobody else.
final class OperatorGate implements HttpEdge.Gate {
    /// The one caller there is so far; idempotency keys are scoped to it.
    static final String CALLER = "operator";

    private final Digest key;

    OperatorGate(Digest key) {
        this.key = key;
    }

    @Override
    public void admit(Call call) {
        if (!call.bearer().filter(key::fits).isPresent()) {
            throw new ProblemException(
                    ProblemType.UNAUTHORIZED, "expected the operator key in the header Authorization: Bearer <key>");
        }
    }
}

package dev.perigee.gateway.door;

import dev.perigee.http.Call;

/// Says who is calling, from the head of a request. The one place where rights are decided; what comes later
/// (OAuth, policy, teams) wraps another one.
@FunctionalInterface
public interface Doorkeeper {
    /// Throws `ProblemException` to refuse. Must not block.
    Caller admit(Call call);
}

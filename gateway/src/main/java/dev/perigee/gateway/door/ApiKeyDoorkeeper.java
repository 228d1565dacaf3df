package dev.perigee.gateway.door;

import dev.perigee.http.Call;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.registration.Digest;

/// Lets in who shows the one API key as a bearer token; everything is open to them.
public final class ApiKeyDoorkeeper implements Doorkeeper {
    private final Digest key;

    public ApiKeyDoorkeeper(Digest key) {
        this.key = key;
    }

    @Override
    public Caller admit(Call call) {
        boolean known = call.bearer().filter(key::fits).isPresent();
        if (!known) {
            throw new ProblemException(
                    ProblemType.UNAUTHORIZED, "expected the door's API key as `Authorization: Bearer KEY`");
        }
        return new Caller("key", _ -> true);
    }
}

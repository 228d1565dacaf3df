package dev.perigee.testkit.fleet;

import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.control.fleet.TokenSeal;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.ProblemType;

/// Registration tokens as plain JSON behind their prefix, which anybody could make: for tests that are about something
/// else.
public final class OpenSeal implements TokenSeal {
    @Override
    public String seal(RegistrationToken token) {
        return token.scope().prefix() + Json.WIRE.text(token);
    }

    @Override
    public Opening open(String text) {
        try {
            return new Opening.Genuine(
                    Json.WIRE.read(text.substring(Math.max(0, text.indexOf('{'))), RegistrationToken.class));
        } catch (BadValue _) {
            return new Opening.Refused(ProblemType.REGISTRATION_TOKEN_INVALID, "this is no registration token");
        }
    }
}

package dev.perigee.protocol.audit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Arrays;

/// What is recorded when somebody does it, or is kept from it. docs/security.md says what each entry's subject is.
public enum AuditAct {
    DENIED("access.denied"),
    COMMAND_SUBMITTED("command.submit"),
    COMMAND_CANCELLED("command.cancel"),
    COMMAND_REDRIVEN("command.redrive"),
    BROADCAST_SUBMITTED("broadcast.submit"),
    BROADCAST_CHANGED("broadcast.change"),
    TOKEN_CREATED("token.create"),
    TOKEN_REVOKED("token.revoke"),
    SATELLITE_REGISTERED("satellite.register"),
    SATELLITE_REFUSED("satellite.refuse"),
    SATELLITE_KEY_ROTATED("satellite-key.rotate"),
    OPERATOR_CREATED("operator.create"),
    OPERATOR_REVOKED("operator.revoke"),
    SIGNING_KEY_ROTATED("signing-key.rotate"),
    CONFIG_CHANGED("config.change"),
    ROLLOUT_CHANGED("rollout.change"),
    SECRET_CHANGED("secret.change"),
    WEBHOOK_CHANGED("webhook.change");

    private final String wireName;

    AuditAct(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    @JsonCreator
    public static AuditAct of(String wireName) {
        return Arrays.stream(values())
                .filter(act -> act.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new BadValue(
                        "act",
                        wireName,
                        "one of "
                                + Arrays.stream(values())
                                        .map(AuditAct::wireName)
                                        .toList()));
    }
}

package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.redaction.Redaction;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossTest {
    private static final String SECRET = "a-secret-that-was-configured";

    @Test
    void noPartOfASecretIsShownWhereverTheExplanationIsCut() {
        Redaction secrets = Redaction.of(List.of(SECRET));
        for (int before = 460; before <= 510; before++) {
            String said = "-".repeat(before) + SECRET + "-".repeat(400);
            String shown =
                    new Loss(Loss.Cause.MISBEHAVED, said).without(secrets).explanation();
            assertThat(shown).doesNotContain("a-").hasSizeLessThan(600);
        }
    }
}

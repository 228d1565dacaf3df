package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.process.ProcessSpec.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void theDefaultsAreTheseAndNoOthers() {
        assertThat(TreeSettings.defaults())
                .isEqualTo(new TreeSettings(Duration.ofMillis(500), Duration.ofSeconds(5), 256));
        assertThat(Limits.within(Duration.ofSeconds(7))).isEqualTo(new Limits(Duration.ofSeconds(7), 1_048_576));
    }

    @Test
    void limitsThatMakeNoSenseAreNamed() {
        assertThatThrownBy(() -> new Limits(Duration.ZERO, 1)).hasMessageContaining("timeout PT0S");
        assertThatThrownBy(() -> new Limits(Duration.ofSeconds(1), -1)).hasMessageContaining("outputBytesMax -1");
        assertThatThrownBy(() -> new TreeSettings(Duration.ZERO, Duration.ZERO, 0))
                .hasMessageContaining("treesMax 0");
    }

    @Test
    void capturedOutputIsAValueThatNobodyCanChange() {
        byte[] bytes = {1, 2};
        CapturedOutput output = new CapturedOutput(bytes, 3);
        bytes[0] = 9;
        output.bytes()[1] = 9;

        assertThat(output).isEqualTo(new CapturedOutput(new byte[] {1, 2}, 3));
        assertThat(output).hasSameHashCodeAs(new CapturedOutput(new byte[] {1, 2}, 3));
        assertThat(output.truncated()).isTrue();
        assertThatThrownBy(() -> new CapturedOutput(new byte[2], 1)).hasMessageContaining("totalBytes is 1");
    }
}

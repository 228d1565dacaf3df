package dev.perigee.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.broadcast.Portion;
import org.junit.jupiter.api.Tag;

@Tag("fuzzing")
class PortionsFuzzTest {
    @FuzzTest
    void aPortionReadsBackAsItIsWrittenAndIsNeverMoreThanTheWhole(byte[] input) {
        String text = TextProperty.text(input);
        TextProperty.holdsAndNames(text, Portion::parse, Portion::text);
        try {
            Portion portion = Portion.parse(text);
            int members = Math.max(1, text.hashCode() >>> 1);
            if (portion.percent()) {
                assertThat(portion.outOf(members)).isBetween(1, members);
            } else {
                assertThat(portion.outOf(members)).isEqualTo(portion.amount());
            }
        } catch (BadValue _) {
            // what a refusal says is looked at above
        }
    }
}

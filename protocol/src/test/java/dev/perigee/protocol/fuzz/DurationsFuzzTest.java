package dev.perigee.protocol.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perigee.protocol.Durations;
import org.junit.jupiter.api.Tag;

@Tag("fuzzing")
class DurationsFuzzTest {
    @FuzzTest
    void aDurationReadsBackAsItIsWritten(byte[] input) {
        TextProperty.holdsAndNames(TextProperty.text(input), text -> Durations.parse("ttl", text), Durations::format);
    }
}

package dev.perigee.protocol.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perigee.protocol.target.Label;
import dev.perigee.protocol.target.LabelSelector;
import dev.perigee.protocol.target.Target;
import org.junit.jupiter.api.Tag;

@Tag("fuzzing")
class TargetsFuzzTest {
    @FuzzTest
    void aTargetReadsBackAsItIsWritten(byte[] input) {
        String text = TextProperty.text(input);
        TextProperty.holds(text, Target::parse, Target::text);
        TextProperty.holds(text, LabelSelector::parse, LabelSelector::toString);
        TextProperty.holds(text, Label::parse, Label::toString);
    }
}

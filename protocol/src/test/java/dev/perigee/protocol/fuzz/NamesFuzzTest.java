package dev.perigee.protocol.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.target.GroupName;
import org.junit.jupiter.api.Tag;

@Tag("fuzzing")
class NamesFuzzTest {
    @FuzzTest
    void aNameReadsBackAsItIsWritten(byte[] input) {
        String text = TextProperty.text(input);
        TextProperty.holdsAndNames(text, CommandId::new, CommandId::value);
        TextProperty.holdsAndNames(text, BroadcastId::new, BroadcastId::value);
        TextProperty.holdsAndNames(text, SatelliteId::new, SatelliteId::value);
        TextProperty.holdsAndNames(text, GroupName::new, GroupName::value);
        TextProperty.holdsAndNames(text, Priority::of, Priority::wireName);
        TextProperty.holds(text, SatelliteKey::parse, SatelliteKey::reveal);
    }
}

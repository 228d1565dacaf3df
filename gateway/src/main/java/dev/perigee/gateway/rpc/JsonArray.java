package dev.perigee.gateway.rpc;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Arrays of objects, there and back, each object as it was.
public final class JsonArray {
    private JsonArray() {}

    /// The objects as one JSON array.
    public static byte[] of(List<JsonObject> objects) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        for (int i = 0; i < objects.size(); i++) {
            if (i > 0) {
                array.write(',');
            }
            array.writeBytes(objects.get(i).bytes());
        }
        array.write(']');
        return array.toByteArray();
    }

    /// The strings as one JSON array.
    public static byte[] ofStrings(List<String> strings) {
        return JsonText.utf8(strings.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]")));
    }

    /// What is no string in the array is left out. `array` was checked before.
    static List<String> strings(byte[] array) {
        List<String> strings = new ArrayList<>();
        try (JsonParser json = JsonObject.JSON.createParser(ObjectReadContext.empty(), array)) {
            json.nextToken();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() == JsonToken.VALUE_STRING) {
                    strings.add(json.getString());
                }
                json.skipChildren();
            }
        }
        return strings;
    }

    /// What is no object in the array is left out. `array` was checked before.
    static List<JsonObject> objects(byte[] array) {
        List<JsonObject> objects = new ArrayList<>();
        try (JsonParser json = JsonObject.JSON.createParser(ObjectReadContext.empty(), array)) {
            json.nextToken();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                int start = (int) json.currentTokenLocation().getByteOffset();
                boolean object = json.currentToken() == JsonToken.START_OBJECT;
                json.skipChildren();
                json.finishToken();
                if (object) {
                    int end = (int) json.currentLocation().getByteOffset();
                    objects.add(JsonObject.part(Arrays.copyOfRange(array, start, end)));
                }
            }
        }
        return objects;
    }
}

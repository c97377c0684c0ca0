package org.masque.actors.wire;

import java.io.NotSerializableException;
import java.util.List;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.serialization.SerializationSetup;
import org.apache.pekko.serialization.SerializerDetails;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What Pekko writes and reads {@link WireMessage}s with.
 *
 * <p>A message that is rejected is dropped, and the association with its sender stays: Pekko treats a
 * {@link NotSerializableException} as trouble of one message.
 */
public final class WireSerializer extends SerializerWithStringManifest {
    // Anything but Pekko's own, which are small; it goes over the network and never changes.
    private static final int IDENTIFIER = 76_001;

    private final WireCodec codec;
    private final Rejections rejections;

    /** A serializer that tells of what it rejects. */
    public WireSerializer(WireCodec codec, Rejections rejections) {
        this.codec = codec;
        this.rejections = rejections;
    }

    /** Makes an actor system write its {@link WireMessage}s with this. */
    public Setup setup() {
        return SerializationSetup.create(
                system -> List.of(SerializerDetails.create("masque-wire", this, List.of(WireMessage.class))));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return codec.manifest(message);
    }

    @Override
    public byte[] toBinary(Object message) {
        return codec.encode(message);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            return codec.decode(manifest, bytes);
        } catch (WireException rejected) {
            rejections.add(rejected);
            NotSerializableException told = new NotSerializableException(rejected.getMessage());
            told.initCause(rejected);
            throw told;
        }
    }
}

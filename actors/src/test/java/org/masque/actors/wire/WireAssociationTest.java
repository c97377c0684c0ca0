package org.masque.actors.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.SerializationSetup;
import org.apache.pekko.serialization.SerializerDetails;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.masque.actors.wire.TestMessages.Tree;

/** Two actor systems on the loopback interface; one of them sends what is no message. */
@Tag("slow")
class WireAssociationTest {
    // A port that the system chooses.
    private static final Config CONFIG = ConfigFactory.parseMap(Map.of(
                    "pekko.actor.provider", "remote",
                    "pekko.remote.use-unsafe-remote-features-outside-cluster", "on",
                    "pekko.remote.artery.canonical.port", 0))
            .withFallback(ConfigFactory.load("masque-cluster"));

    private final List<RejectionReason> rejected = new CopyOnWriteArrayList<>();
    private final WireSerializer serializer = new WireSerializer(TestMessages.codec(), new Rejections(rejected::add));
    private final ActorSystem<Tree> receiver = system(serializer.setup());
    private final ActorSystem<Tree> sender = system(SerializationSetup.create(
            any -> List.of(SerializerDetails.create("rubbish", new Rubbish(), List.of(WireMessage.class)))));

    private static ActorSystem<Tree> system(Setup serialization) {
        return ActorSystem.create(
                Behaviors.ignore(), "masque", ActorSystemSetup.create(BootstrapSetup.create(CONFIG), serialization));
    }

    @AfterEach
    void terminate() {
        receiver.terminate();
        sender.terminate();
    }

    /** Writes trees, but for those whose label says what is wrong. */
    private final class Rubbish extends SerializerWithStringManifest {
        @Override
        public int identifier() {
            return serializer.identifier();
        }

        @Override
        public String manifest(Object message) {
            return ((Tree) message).label().equals("manifest") ? "java.lang.Runtime" : serializer.manifest(message);
        }

        @Override
        public byte[] toBinary(Object message) {
            return switch (((Tree) message).label()) {
                case "bomb" -> new byte[] {120, -1, -1, -1, -1, 7};
                case "short" -> new byte[0];
                default -> serializer.toBinary(message);
            };
        }

        @Override
        public Object fromBinary(byte[] bytes, String manifest) {
            throw new AssertionError("nothing is sent here");
        }
    }

    @Test
    void aRejectedMessageIsCountedAndTheNextOneArrives() {
        TestProbe<Tree> probe = TestProbe.create(receiver);
        String path = ActorRefResolver.get(receiver).toSerializationFormat(probe.getRef());
        ActorRef<Tree> remote = ActorRefResolver.get(sender).resolveActorRef(path);
        for (String label : List.of("first", "bomb", "manifest", "short", "last")) {
            remote.tell(new Tree(label, List.of()));
        }

        assertThat(probe.receiveMessage(Duration.ofSeconds(60)).label()).isEqualTo("first");
        assertThat(probe.receiveMessage(Duration.ofSeconds(60)).label()).isEqualTo("last");
        assertThat(rejected).containsExactly(RejectionReason.SIZE, RejectionReason.MANIFEST, RejectionReason.TRUNCATED);
    }
}

using System.Text.Json;
using GitOps.Engine.Hosts;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Live;

/// <summary>
/// The cluster as last seen: a compact record of every object in scope, kept by watches and by the answers to our own writes.
/// It answers "is everything as applied?" without a request, and says whose environment a change concerns. Thread-safe.
/// </summary>
/// <param name="manager">Our field manager.</param>
/// <param name="hosts">Learns of every Ingress that comes and goes.</param>
/// <param name="mayHold">Whether objects of a producer can lie in a namespace; null: in any. Labels in other places make nothing the producer's.</param>
public sealed class LiveObjects(string manager, HostClaims hosts, Func<string, ProducerName, bool>? mayHold = null)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, LiveObject> _objects = [];
    private readonly Dictionary<EnvironmentKey, OwnedObjects> _owners = [];
    private readonly Dictionary<ProducerName, TenantObjects> _producers = [];
    private readonly Dictionary<ObjectKey, HashSet<EnvironmentKey>> _waiters = [];
    private readonly Dictionary<ObjectKey, EnvironmentKey> _lookalikes = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Gone objects that the answer to a write of ours, still on its way, must not bring back: more than there are such writes.</summary>
    private readonly RecentUids _vanished = new(4096);

    /// <summary>
    /// Something that matters to an environment happened in the cluster: drift, readiness, an object gone, or what stood in its way
    /// went away. Raised outside of all locks, on the caller's thread; not raised for the answers to our own writes.
    /// </summary>
    public event Action<EnvironmentKey>? Changed;

    /// <summary>The same of an object of ours that belongs to all producers of a namespace together, and so to no environment.</summary>
    public event Action? CommonChanged;

    public string Manager => manager;

    public int Count
    {
        get { lock (_gate) return _objects.Count; }
    }

    /// <summary>Environments that have objects in the cluster.</summary>
    public int OwnerCount
    {
        get { lock (_gate) return _owners.Count; }
    }

    public IReadOnlyList<EnvironmentKey> Owners
    {
        get { lock (_gate) return [.. _owners.Keys]; }
    }

    public LiveObject? Find(ObjectKey key)
    {
        lock (_gate) return _objects.GetValueOrDefault(key);
    }

    /// <summary>The objects of one environment at this moment, terminating ones included.</summary>
    public IReadOnlyList<LiveObject> OwnedBy(EnvironmentKey owner)
    {
        lock (_gate) return _owners.TryGetValue(owner, out var owned) ? [.. owned.Items] : [];
    }

    /// <summary>The objects of a producer as a whole at this moment, terminating ones included.</summary>
    public IReadOnlyList<LiveObject> TenantOf(ProducerName producer)
    {
        lock (_gate) return _producers.TryGetValue(producer, out var tenant) ? [.. tenant.Items] : [];
    }

    /// <summary>Environments of a producer that have objects in the cluster.</summary>
    public IReadOnlyList<EnvironmentKey> EnvironmentsOf(ProducerName producer)
    {
        lock (_gate) return _producers.TryGetValue(producer, out var tenant) ? [.. tenant.Environments] : [];
    }

    /// <summary>Whether something in the cluster would go with an environment: its own objects, or those of a producer without any, which count as the default one's.</summary>
    public bool Stands(EnvironmentKey environment)
    {
        lock (_gate)
        {
            return _owners.ContainsKey(environment)
                || (_producers.TryGetValue(environment.Producer, out var tenant) && tenant.IsDeserted && environment == EnvironmentKey.Default(environment.Producer));
        }
    }

    /// <summary>Producers that have more than their namespace in the cluster, while none of their environments has anything.</summary>
    public IReadOnlyList<ProducerName> Deserted
    {
        get { lock (_gate) return [.. _producers.Values.Where(tenant => tenant.IsDeserted).Select(tenant => tenant.Producer)]; }
    }

    /// <summary>What runs with the labels of an environment, but was not made by this system.</summary>
    public IReadOnlyList<ObjectKey> LookalikesOf(EnvironmentKey environment)
    {
        lock (_gate) return [.. _lookalikes.Where(item => item.Value == environment).Select(item => item.Key)];
    }

    /// <summary>Whether an object of a producer as a whole is left behind in a namespace that producers share: nothing of the producer's environments is there any more.</summary>
    public bool IsLeftBehind(LiveObject item)
    {
        lock (_gate)
        {
            var place = item.Key.Namespace;
            return place.Length > 0 && item.Producer is { } tenant
                && !tenant.Items.Exists(other => other.Key.Kind == "Namespace" && other.Key.Name == place)
                && !HasEnvironmentsIn(tenant, place);
        }
    }

    /// <summary>Whether some producer has something as a whole in a namespace.</summary>
    public bool HasTenantsIn(string @namespace)
    {
        lock (_gate) return _producers.Values.Any(tenant => tenant.Items.Exists(item => item.Key.Namespace == @namespace));
    }

    /// <summary>Whether environments of some producer have something in a namespace where the producer has no network policy.</summary>
    public bool HasUnguardedIn(string @namespace)
    {
        lock (_gate)
        {
            return _producers.Values.Any(tenant =>
                !tenant.Items.Exists(item => item.Key.Kind == "NetworkPolicy" && item.Key.Namespace == @namespace) && HasEnvironmentsIn(tenant, @namespace));
        }
    }

    /// <summary>Takes in an object seen by a watch or list.</summary>
    /// <exception cref="FormatException">The JSON is not an object of an API server.</exception>
    public LiveObject Observe(string apiVersion, string kind, JsonElement live) => Take(apiVersion, kind, live, announce: true);

    /// <summary>
    /// Takes in the API server's answer to our own write: known at once, before the watch tells it again. An answer about an object
    /// that a watch has told to be gone meanwhile is only read.
    /// </summary>
    /// <exception cref="FormatException">The JSON is not an object of an API server.</exception>
    public LiveObject ObserveWritten(string apiVersion, string kind, JsonElement live) => Take(apiVersion, kind, live, announce: false);

    /// <summary>An object is gone. Ignored when another object of the same name has been seen since.</summary>
    /// <param name="key">The object that is gone.</param>
    /// <param name="uid">Its uid; null when only its absence from a complete list is known.</param>
    public void Vanished(ObjectKey key, Guid? uid = null) => Vanished(key, uid, announceToOwner: true);

    /// <summary>The answer to our own deletion said that the object is gone. Who waited for it hears of it, its owner does not.</summary>
    public void ObserveDeleted(ObjectKey key, Guid uid) => Vanished(key, uid, announceToOwner: false);

    private void Vanished(ObjectKey key, Guid? uid, bool announceToOwner)
    {
        var affected = new HashSet<EnvironmentKey>();
        LiveObject? gone;
        lock (_gate)
        {
            if (!_objects.TryGetValue(key, out gone) || (uid is { } id && gone.Uid != id)) return;
            _objects.Remove(key);
            _lookalikes.Remove(key);
            _vanished.Add(gone.Uid);
            Detach(gone);
            if (announceToOwner) AddConcerned(gone, affected);
            hosts.Observe(gone, null, affected);
            if (_waiters.Remove(key, out var waiting)) affected.UnionWith(waiting);
        }
        Announce(affected);
        if (gone.IsCommon) CommonChanged?.Invoke();
    }

    /// <summary>We deleted an object: until the watch tells that it is gone, it counts as going and is not deleted again.</summary>
    public void MarkTerminating(ObjectKey key, Guid uid)
    {
        lock (_gate)
        {
            if (!_objects.TryGetValue(key, out var known) || known.Uid != uid || known.IsTerminating) return;
            var going = known with { IsTerminating = true };
            _objects[key] = going;
            if (known.Environment is { } owned) owned.Items[owned.Items.IndexOf(known)] = going;
            if (known.Producer is { } tenant) tenant.Items[tenant.Items.IndexOf(known)] = going;
        }
    }

    /// <summary>Lets <see cref="Changed"/> be raised for <paramref name="environment"/> when the object at <paramref name="key"/> goes away.</summary>
    public void NotifyWhenGone(ObjectKey key, EnvironmentKey environment)
    {
        lock (_gate)
        {
            if (!_waiters.TryGetValue(key, out var waiting)) _waiters[key] = waiting = [];
            waiting.Add(environment);
        }
    }

    /// <summary>Keys of one kind: what a relist is compared with.</summary>
    public IReadOnlyList<ObjectKey> KeysOf(string apiVersion, string kind)
    {
        lock (_gate) return [.. _objects.Keys.Where(key => key.Kind == kind && key.ApiVersion == apiVersion)];
    }

    private LiveObject Take(string apiVersion, string kind, JsonElement live, bool announce)
    {
        // Most of what a watch tells is the echo of our own writes: known already, and not worth hashing again.
        var (key, version) = ObservationReader.Identify(apiVersion, kind, live);
        if (Find(key) is { } known && known.ResourceVersion >= version) return known;

        var seen = ObservationReader.Read(apiVersion, kind, live, manager);
        var affected = new HashSet<EnvironmentKey>();
        LiveObject after;
        var concernsAll = false;
        lock (_gate)
        {
            var before = _objects.GetValueOrDefault(seen.Key);
            if (before is not null && before.ResourceVersion >= seen.ResourceVersion) return before;
            after = Remember(seen, before);
            if (!announce && _vanished.Contains(after.Uid))
            {
                DropIfEmpty(after);
                return after;
            }
            _objects[after.Key] = after;
            if (seen.LooksLike is { } lookalike) _lookalikes[after.Key] = lookalike;
            else if (before is { IsOurs: false }) _lookalikes.Remove(after.Key);
            after.Environment?.Items.Add(after);
            after.Producer?.Items.Add(after);
            if (before is not null) Detach(before);
            hosts.Observe(before, after, affected);
            if (Matters(before, after))
            {
                AddConcerned(after, affected);
                if (before is not null) AddConcerned(before, affected);
                concernsAll = after.IsCommon || before?.IsCommon == true;
                if (!before?.IsOurs == true && after.IsOurs && _waiters.Remove(after.Key, out var waiting)) affected.UnionWith(waiting);
            }
        }
        if (announce) Announce(affected);
        if (announce && concernsAll) CommonChanged?.Invoke();
        return after;
    }

    private LiveObject Remember(in Observation seen, LiveObject? before)
    {
        // Labels that were rewritten by hand do not change whose object it is as long as it is the same one.
        var isSame = seen.IsOurs && before?.Uid == seen.Uid;
        var owner = seen.Owner ?? (isSame ? before!.Owner : null);
        var tenant = seen.Tenant ?? (isSame ? before!.Tenant : null);
        return new LiveObject
        {
            Key = before?.Key ?? new ObjectKey(Shared(seen.Key.ApiVersion), Shared(seen.Key.Kind), Shared(seen.Key.Namespace), seen.Key.Name),
            Uid = seen.Uid,
            ResourceVersion = seen.ResourceVersion,
            IsOurs = seen.IsOurs,
            IsMarkedOnly = seen.IsMarkedOnly,
            Selected = Shared(seen.Selected),
            Former = Shared(seen.Former),
            Finalizers = Shared(seen.Finalizers),
            Environment = tenant is null && owner is { } key && MayHold(seen.Key, key.Producer) ? OwnedOf(key) : null,
            Producer = tenant is { } producer && MayHold(seen.Key, producer) ? ProducerOf(producer) : null,
            OwnedHash = seen.OwnedHash,
            Rollout = seen.Rollout,
            IsTerminating = seen.IsTerminating,
            Component = new ComponentId(Shared(seen.Component.App), Shared(seen.Component.Id)),
            Hosts = before is not null && before.Hosts.SequenceEqual(seen.Hosts) ? before.Hosts : seen.Hosts,
            Managers = Shared(seen.Managers),
        };
    }

    private static bool Matters(LiveObject? before, LiveObject after) =>
        before is null
        || before.Uid != after.Uid
        || before.OwnedHash != after.OwnedHash
        || before.Owner != after.Owner
        || before.Tenant != after.Tenant
        || before.IsOurs != after.IsOurs
        || before.Rollout != after.Rollout
        || before.IsMarkedOnly != after.IsMarkedOnly
        || before.Former != after.Former
        || before.IsTerminating != after.IsTerminating;

    private OwnedObjects OwnedOf(EnvironmentKey key)
    {
        if (_owners.TryGetValue(key, out var owned)) return owned;
        ProducerOf(key.Producer).Environments.Add(key);
        return _owners[key] = new OwnedObjects(key);
    }

    private TenantObjects ProducerOf(ProducerName producer)
    {
        if (!_producers.TryGetValue(producer, out var tenant)) _producers[producer] = tenant = new TenantObjects(producer);
        return tenant;
    }

    private bool HasEnvironmentsIn(TenantObjects tenant, string @namespace) =>
        tenant.Environments.Any(environment => _owners[environment].Items.Exists(item => item.Key.Namespace == @namespace));

    /// <summary>A cluster-wide object that belongs to a producer is its namespace.</summary>
    private bool MayHold(in ObjectKey key, ProducerName producer) => mayHold is null || mayHold(key.Namespace.Length > 0 ? key.Namespace : key.Name, producer);

    private void Detach(LiveObject gone)
    {
        gone.Environment?.Items.Remove(gone);
        gone.Producer?.Items.Remove(gone);
        DropIfEmpty(gone);
    }

    private void DropIfEmpty(LiveObject item)
    {
        var producer = item.Producer;
        if (item.Environment is { Items.Count: 0 } nobody)
        {
            _owners.Remove(nobody.Key);
            if (_producers.TryGetValue(nobody.Key.Producer, out producer)) producer.Environments.Remove(nobody.Key);
        }
        if (producer is { IsEmpty: true }) _producers.Remove(producer.Producer);
    }

    private static void AddConcerned(LiveObject item, HashSet<EnvironmentKey> affected)
    {
        if (item.Owner is { } owner) affected.Add(owner);
        if (item.Producer is { } tenant) affected.Add(tenant.Caretaker);
    }

    /// <summary>Kinds, namespaces, component ids and manager lists repeat over thousands of objects: one string each.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private string? Shared(string? text)
    {
        if (text is null) return null;
        if (_texts.TryGetValue(text, out var shared)) return shared;
        _texts.Add(text, text);
        return text;
    }

    private void Announce(HashSet<EnvironmentKey> affected)
    {
        foreach (var environment in affected) Changed?.Invoke(environment);
    }
}

// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "registry_p.h"

#include "component_p.h"
#include "componenttype_p.h"
#include "failure_p.h"
#include "naming_p.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qscopeguard.h>

#include <algorithm>

namespace QConductor {

namespace {

QString describe(const Registry::Request &request, const QMetaObject *type)
{
    if (!request.component)
        return QStringLiteral("%1, which was added,").arg(nameOf(type));
    const QMetaObject *asking = request.component->metaObject();
    return QStringLiteral("%1, which %2.%3 needs,")
            .arg(nameOf(type), nameOf(asking), QString::fromUtf8(asking->property(request.property).name()));
}

QString remedy(const QMetaObject *type)
{
    if (isMadeByQmlEngine(type))
        return QStringLiteral("a type that is written in QML can't be created. Declare one in the Conductor");
    return QStringLiteral("%1 can't be created: it is abstract, or has no Q_INVOKABLE constructor that takes nothing or "
                          "a QObject *parent. Give it one, or add() an instance, provide() a factory or patch() it")
            .arg(nameOf(type));
}

} // namespace

Registry::Registry(Conductor *conductor)
    : m_conductor(conductor)
{
}

Registry Registry::scratch() const
{
    Registry copy = *this;
    copy.m_isScratch = true;
    copy.m_guestWatch = std::make_shared<QObject>();
    return copy;
}

void Registry::setConstructor(const QMetaObject *type, Factory constructor)
{
    ++m_version;
    Provision &provision = m_provisions[type];
    if (!provision.isProvided && constructor)
        provision.factory = std::move(constructor);
}

void Registry::setFactory(const QMetaObject *type, Factory factory)
{
    ++m_version;
    Provision &provision = m_provisions[type];
    m_shared->spares.remove(type);
    provision.isProvided = bool(factory);
    provision.factory = std::move(factory);
}

void Registry::patch(const QMetaObject *type, const QMetaObject *replacement, Factory constructor)
{
    setPatch(type, { replacement, nullptr, std::move(constructor) }, replacement);
}

void Registry::patch(const QMetaObject *type, Component *instance)
{
    setPatch(type, { type, instance }, instance ? instance->metaObject() : nullptr);
}

void Registry::setPatch(const QMetaObject *type, Patch patch, const QMetaObject *replacement)
{
    ++m_version;
    if (const QString refusal = take(type, patch, replacement); !refusal.isEmpty()) {
        m_patches.refuse(type, refusal);
        return;
    }
    m_shared->spares.remove(patch.type);
    Component *former = m_patches.set(type, std::move(patch)).instance;
    if (former && isUnused(former) && !m_patches.use(former)) {
        remove(former);
        ComponentPrivate::get(former)->leave();
    }
}

// Returns why it can't be taken.
QString Registry::take(const QMetaObject *type, const Patch &patch, const QMetaObject *replacement)
{
    if (!type->inherits(&Component::staticMetaObject) || type == &Component::staticMetaObject)
        return QStringLiteral("%1 can't be patched: nothing can depend on it").arg(nameOf(type));
    if (!replacement)
        return QStringLiteral("the patch of %1 is a null pointer").arg(nameOf(type));
    if (!replacement->inherits(type))
        return QStringLiteral("the patch of %1 doesn't fit: %2 doesn't derive from it").arg(nameOf(type), nameOf(replacement));
    const auto &underConstruction = m_shared->underConstruction;
    if (underConstruction.contains(type) || underConstruction.contains(m_patches.of(type).type))
        return QStringLiteral("the patch of %1 comes too late: it is being created").arg(nameOf(type));
    if (const Component *found = find(type); found && comesTooLate(type, patch, found))
        return QStringLiteral("the patch of %1 comes too late: there is an instance of %2 already. "
                              "Patch before what needs %1 is added or set up")
                .arg(nameOf(type), nameOf(found->metaObject()));
    try {
        if (patch.instance)
            insert(patch.instance);
    } catch (const Error &error) {
        return QStringLiteral("the patch of %1 can't be used: %2").arg(nameOf(type), error.message());
    }
    return {};
}

// Is there an instance of the type, found, and is it not the one that the patch asks for?
bool Registry::comesTooLate(const QMetaObject *type, const Patch &patch, const Component *found) const
{
    const Patch current = m_patches.of(type);
    const bool isPresent = patch.instance ? found == patch.instance : !current.instance && current.type == patch.type;
    return !isPresent && hasInstance(type, found);
}

void Registry::refusePatch(const QString &patch, const QString &error)
{
    ++m_version;
    m_patches.setRefusal(patch, error);
}

Component *Registry::addRoot(const QMetaObject *type)
{
    ++m_version;
    m_wishes.insert(rootCount(), type);
    m_roots.append(nullptr);
    return root(rootCount() - 1);
}

void Registry::addRoot(Component *instance)
{
    insert(instance);
    int &root = ComponentPrivate::get(instance)->root;
    if (root >= 0)
        return;
    root = rootCount();
    ++m_version;
    m_roots.append(instance);
    if (m_hasBases)
        addToBases(instance);
}

Component *Registry::root(int index)
{
    if (const QMetaObject *type = m_roots.at(index) ? nullptr : m_wishes.value(index)) {
        Component *instance = resolve(type, {});
        ++m_version;
        m_wishes.remove(index);
        int &root = ComponentPrivate::get(instance)->root;
        if (root < 0 && !m_isScratch)
            root = index;
        if (root < 0 || root == index)
            m_roots[index] = instance;
        if (root == index && m_hasBases)
            addToBases(instance);
        return instance;
    }
    return m_roots.at(index);
}

int Registry::indexOf(const Component *component) const
{
    const ComponentPrivate *d = ComponentPrivate::get(component);
    const bool isMember = d->conductor == m_conductor;
    if (!m_isScratch)
        return isMember ? d->slot : -1;
    const bool wasMember = isMember && d->slot < m_members.size() && m_members.at(d->slot) == component;
    return wasMember ? d->slot : m_guests.value(component, -1);
}

void Registry::insert(Component *component)
{
    if (indexOf(component) >= 0)
        return;
    ComponentPrivate *d = ComponentPrivate::get(component);
    const QMetaObject *type = ComponentType::of(component).authoredType();
    if (d->conductor && d->conductor != m_conductor)
        throw Error(QStringLiteral("%1 belongs to another conductor").arg(nameOf(type)));
    if (m_isScratch) {
        m_guests.insert(component, int(m_members.size()));
        QObject::connect(component, &QObject::destroyed, m_guestWatch.get(), [shared = m_shared] { ++shared->removals; });
    } else {
        d->conductor = m_conductor;
        d->logger = nullptr;
        d->type = type;
        d->slot = int(m_members.size());
    }
    m_members.append(component);
    ++m_version;
    m_instances[type].add(component);
    if (m_hasBases)
        addToBases(component);
}

void Registry::remove(Component *component)
{
    ++m_version;
    ++m_shared->removals;
    ComponentPrivate *d = ComponentPrivate::get(component);
    m_members[d->slot] = nullptr;
    if (d->root >= 0)
        m_roots[d->root] = nullptr;
    Instances &instances = m_instances[d->type];
    instances = { nullptr, instances.count - 1 };
    if (instances.count == 1)
        instances.only = single(d->type, instances);
    if (instances.count == 0)
        m_instances.remove(d->type);
    m_patches.forget(component);
    m_bases.clear();
    m_hasBases = false;
}

// The instance, also where it is one of several or has to be looked for.
Component *Registry::single(const QMetaObject *type, const Instances &instances) const
{
    if (instances.only || instances.count == 0)
        return instances.only;
    const auto isOne = [&](Component *member) { return member && ComponentPrivate::typeOf(member) == type; };
    return *std::find_if(m_members.begin(), m_members.end(), isOne);
}

// Is what find() found for the type its own? An added component that merely derives from an abstract class stands for it
// only once a setup has found it: until then that class can be patched.
bool Registry::hasInstance(const QMetaObject *type, const Component *found) const
{
    const Patch patch = m_patches.of(type);
    const int count = m_instances.value(type).count;
    if (patch.instance == found && isUnused(found)) // so another may take its place
        return count > (ComponentPrivate::get(found)->type == type ? 1 : 0);
    return patch.type || m_provisions.value(type).made || count > 0 || isMet(found);
}

// By a setup: the last one that had a graph, or one that is finding its own.
bool Registry::isMet(const Component *component) const
{
    const int node = ComponentPrivate::get(component)->node;
    return node >= 0 || node == m_discovery;
}

// Neither added nor met: it is here for a patch only.
bool Registry::isUnused(const Component *instance) const
{
    return ComponentPrivate::get(instance)->root < 0 && !isMet(instance);
}

void Registry::meet(const Component *component)
{
    if (int &node = ComponentPrivate::get(component)->node; node < 0 && !m_isScratch)
        node = m_discovery;
}

Component *Registry::find(const QMetaObject *type) const
{
    const Patch patch = m_patches.of(type);
    if (patch.instance)
        return patch.instance;
    const QMetaObject *wanted = patch.type ? patch.type : type;
    const Instances instances = m_instances.value(wanted);
    if (instances.count > 0)
        return single(wanted, instances);
    if (patch.type || m_provisions.value(type).factory || ComponentType::of(type)->isConstructible())
        return m_provisions.value(wanted).made;
    return implementationsOf(type).only;
}

Component *Registry::resolve(const QMetaObject *type, const Request &request)
{
    const Patch patch = m_patches.of(type);
    if (!patch.type) {
        if (const Instances instances = m_instances.value(type); instances.only)
            return instances.only; // as it is nearly always
    }
    if (patch.instance)
        return patch.instance;
    const QMetaObject *wanted = patch.type ? patch.type : type;
    const Instances instances = m_instances.value(wanted);
    if (instances.count > 1 && request.component)
        throw AmbiguousDependencyError(
                QStringLiteral("%1 is ambiguous: there are %2 instances. Set the property to one of them")
                        .arg(describe(request, wanted)).arg(instances.count));
    if (Component *instance = single(wanted, instances))
        return instance;
    const Provision provision = m_provisions.value(wanted);
    if (provision.made)
        return provision.made;
    m_patches.check(type);

    const bool isPatchsOwn = patch.constructor && (wanted == type || !provision.factory);
    const Factory &factory = isPatchsOwn ? patch.constructor : provision.factory;
    if (factory || ComponentType::of(wanted)->isConstructible())
        return create(wanted, request, factory);

    const Instances implementations = implementationsOf(wanted);
    if (implementations.count > 1)
        throw AmbiguousDependencyError(QStringLiteral("%1 is ambiguous: %2 added components derive from it. Set the "
                                                      "property to one of them, or patch %3")
                                               .arg(describe(request, wanted))
                                               .arg(implementations.count).arg(nameOf(wanted)));
    if (!implementations.only)
        throw MissingDependencyError(
                QStringLiteral("%1 is missing: %2").arg(describe(request, wanted), remedy(wanted)));
    return implementations.only;
}

Component *Registry::create(const QMetaObject *type, const Request &request, const Factory &factory)
{
    Component *component = m_shared->spares.value(type);
    if (!component)
        component = construct(type, describe(request, type), factory);
    if (indexOf(component) < 0) {
        ComponentPrivate *d = ComponentPrivate::get(component);
        if (!d->conductor) // else it is another's
            d->isOwned = true;
        insert(component);
        if (!component->parent())
            component->setParent(m_conductor);
    }
    if (m_isScratch)
        m_shared->spares.insert(type, component);
    else
        m_shared->spares.remove(type);
    if (authoredType(component->metaObject()) != type)
        m_provisions[type].made = component;
    return component;
}

// A factory may do anything, and destroy who asks. It may not ask for what it makes.
Component *Registry::construct(const QMetaObject *type, const QString &what, const Factory &factory)
{
    if (m_shared->underConstruction.contains(type))
        throw Error(QStringLiteral("%1 is missing: it is being created").arg(what));
    m_shared->underConstruction.insert(type);
    const auto end = qScopeGuard([shared = m_shared, type] { shared->underConstruction.remove(type); });
    Component *component = nullptr;
    try {
        component = factory ? factory() : ComponentType::of(type)->construct();
    } catch (...) {
        throwSetupError({ nameOf(type), Phase::Setup, messageOf(std::current_exception()), std::current_exception() });
    }
    if (!m_conductor) {
        delete component;
        throw Error(QStringLiteral("the conductor was destroyed while it created %1").arg(nameOf(type)));
    }
    if (component && component->metaObject()->inherits(type))
        return component;
    throw MissingDependencyError(QStringLiteral("%1 is missing: its factory returned %2")
            .arg(what, component ? nameOf(component->metaObject()) : QStringLiteral("nullptr")));
}

Registry::Instances Registry::implementationsOf(const QMetaObject *type) const
{
    if (!m_hasBases) {
        for (Component *member : m_members) {
            if (member)
                addToBases(member);
        }
        m_hasBases = true;
    }
    return m_bases.value(type);
}

void Registry::addToBases(Component *component) const
{
    const ComponentPrivate *d = ComponentPrivate::get(component);
    if (d->isOwned && d->root < 0) // came because something needed it
        return;
    const QMetaObject *type = authoredType(component->metaObject())->superClass();
    for (; type && type != &Component::staticMetaObject; type = type->superClass())
        m_bases[type].add(component);
}

QList<const QMetaObject *> Registry::patchedBy(const Component *component) const
{
    QList<const QMetaObject *> types;
    for (const QMetaObject *type : m_patches.types()) {
        if (find(type) == component)
            types.append(type);
    }
    return types;
}

} // namespace QConductor

// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "discovery/registry_p.h"

#include "async/futureoutcome_p.h"
#include "gateway_p.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"
#include "service_p.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qscopeguard.h>

namespace QConductor {

namespace {

QString describe(const Registry::Request &request, const QMetaObject *type)
{
    if (!request.component)
        return Text::tr("%1, which was added,").arg(nameOf(type));
    return Text::tr("%1, which %2 needs,")
            .arg(nameOf(type), ComponentPrivate::nameOf(request.component, request.property));
}

QString remedy(const QMetaObject *type)
{
    if (isMadeByQmlEngine(type))
        return Text::tr("a type that is written in QML can't be created. Declare one in the Conductor");
    return QStringLiteral(
                   "%1 can't be created: it is abstract, or has no Q_INVOKABLE constructor that takes nothing or "
                   "a QObject *parent. Give it one, or add() an instance, provide() a factory or patch() it")
            .arg(nameOf(type));
}

// Names the components among which the conductor can't choose: Shop::Database "main", Shop::Database "archive" or …
QString alternatives(const QList<Component *> &components)
{
    constexpr int most = 10;
    QStringList names;
    for (const Component *component : components.first(std::min(most, int(components.size())))) {
        const QString name = ComponentPrivate::ownNameOf(component);
        names += nameOf(ComponentPrivate::typeOf(component))
                 + (name.isEmpty() ? name : QStringLiteral(" \"%1\"").arg(name));
    }
    const QString last = components.size() > most ? Text::tr("one of %1 more").arg(components.size() - most)
                                                  : names.takeLast();
    return Text::tr("%1 or %2").arg(names.join(QLatin1String(", ")), last);
}

} // namespace

Registry::Registry(ComponentHost *host, QObject *parent) : m_gateway(host->gateway), m_parent(parent), m_members(host)
{ }

// What was tried out, and is no component of the conductor, is destroyed with the conductor otherwise.
void Registry::close()
{
    const QObject *parent = std::exchange(m_parent, nullptr);
    const auto spares = std::exchange(m_shared->spares, {});
    for (const QPointer<Component> &spare : spares) {
        if (spare && spare->parent() == parent && !ComponentPrivate::get(spare)->membership.host)
            Gateway::destroy(spare);
    }
}

Registry Registry::scratch() const
{
    Registry copy = *this;
    copy.m_members = m_members.scratch();
    return copy;
}

void Registry::setConstructor(const QMetaObject *type, Factory constructor)
{
    m_members.noteChange();
    Provision &provision = m_provisions[type];
    if (!provision.isProvided && constructor)
        provision.factory = std::move(constructor);
}

void Registry::setFactory(const QMetaObject *type, Factory factory)
{
    m_members.noteChange();
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
    m_members.noteChange();
    if (const QString error = refusalOf(type, patch, replacement); !error.isEmpty()) {
        m_patches.refuse(type, error);
        return;
    }
    m_shared->spares.remove(patch.type);
    Component *former = m_patches.set(type, std::move(patch)).instance;
    if (former && m_members.isUnused(former) && !m_patches.isReplacement(former)) {
        remove(former);
        ComponentPrivate::get(former)->leaveConductor();
    }
}

// Returns why the patch is refused; empty: it isn't, and its instance is a member now.
QString Registry::refusalOf(const QMetaObject *type, const Patch &patch, const QMetaObject *replacement)
{
    if (!type->inherits(&Component::staticMetaObject) || type == &Component::staticMetaObject)
        return Text::tr("%1 can't be patched: nothing can depend on it").arg(nameOf(type));
    if (!replacement)
        return Text::tr("the patch of %1 is a null pointer").arg(nameOf(type));
    if (!replacement->inherits(type))
        return Text::tr("the patch of %1 doesn't fit: %2 doesn't derive from it")
                .arg(nameOf(type), nameOf(replacement));
    const auto &underConstruction = m_shared->underConstruction;
    if (underConstruction.contains(type) || underConstruction.contains(m_patches.of(type).type))
        return Text::tr("the patch of %1 comes too late: it is being created").arg(nameOf(type));
    if (const Component *found = find(type); found && comesTooLate(type, patch, found))
        return Text::tr("the patch of %1 comes too late: there is an instance of %2 already. "
                        "Patch before what needs %1 is added or set up")
                .arg(nameOf(type), nameOf(found->metaObject()));
    try {
        if (patch.instance)
            m_members.insert(patch.instance);
    } catch (const Error &error) {
        return Text::tr("the patch of %1 can't be used: %2").arg(nameOf(type), error.message());
    }
    return {};
}

// Returns whether the class has an instance, found, which is another one than the patch asks for.
bool Registry::comesTooLate(const QMetaObject *type, const Patch &patch, const Component *found) const
{
    const Patch current = m_patches.of(type);
    const bool isPresent = patch.instance ? found == patch.instance : !current.instance && current.type == patch.type;
    return !isPresent && isOwnInstance(type, found);
}

void Registry::setRefusal(const QString &name, const QString &error)
{
    m_members.noteChange();
    m_patches.setRefusal(name, error);
}

Component *Registry::addRoot(const QMetaObject *type)
{
    return root(m_members.addWish(type));
}

Component *Registry::root(int index)
{
    const QMetaObject *type = m_members.root(index) ? nullptr : m_members.wishOf(index);
    if (!type)
        return m_members.root(index);
    Component *instance = resolve(type, {});
    m_members.fulfil(index, instance);
    return instance;
}

void Registry::remove(Component *component)
{
    m_members.remove(component);
    m_patches.forget(component);
    if (const ServicePrivate *service = ServicePrivate::of(component))
        m_services.remove(service->given);
}

// Returns whether what find() returned for the class is the class's own. An added component that merely derives from an
// abstract class stands for that class only when a setup has found it: until then the class can be patched.
bool Registry::isOwnInstance(const QMetaObject *type, const Component *found) const
{
    const Patch patch = m_patches.of(type);
    const int count = m_members.instancesOf(type).count;
    if (patch.instance == found && m_members.isUnused(found)) // another patch may take its place
        return count > (ComponentPrivate::get(found)->membership.type == type ? 1 : 0);
    return patch.type || m_provisions.value(type).made || count > 0 || m_members.isMet(found);
}

Component *Registry::find(const QMetaObject *type) const
{
    const Patch patch = m_patches.of(type);
    if (patch.instance)
        return patch.instance;
    const QMetaObject *wanted = patch.type ? patch.type : type;
    if (Component *instance = m_members.firstInstanceOf(wanted))
        return instance;
    if (patch.type || m_provisions.value(type).factory || ComponentType::of(type)->isConstructible())
        return m_provisions.value(wanted).made;
    return m_members.implementationsOf(type).only;
}

bool Registry::mayCreate(const QMetaObject *type) const
{
    const Patch patch = m_patches.of(type);
    const QMetaObject *wanted = patch.type ? patch.type : type;
    return patch.constructor || m_provisions.value(wanted).factory || ComponentType::of(wanted)->isConstructible();
}

QList<Component *> Registry::candidates(const QMetaObject *type) const
{
    const Patch patch = m_patches.of(type);
    const QMetaObject *wanted = patch.type ? patch.type : type;
    QList<Component *> found;
    if (!patch.instance && m_members.instancesOf(wanted).count > 1)
        found = m_members.allInstancesOf(wanted);
    else if (!patch.type && !find(type) && !mayCreate(type))
        found = m_members.allImplementationsOf(wanted);
    return found.size() > 1 ? found : QList<Component *>();
}

Component *Registry::resolve(const QMetaObject *type, const Request &request)
{
    const Patch patch = m_patches.of(type);
    if (!patch.type) {
        if (const Instances instances = m_members.instancesOf(type); instances.only)
            return instances.only; // the usual case
    }
    if (patch.instance)
        return patch.instance;
    const QMetaObject *wanted = patch.type ? patch.type : type;
    const Instances instances = m_members.instancesOf(wanted);
    if (instances.count > 1 && request.component)
        throw AmbiguousDependencyError(
                Text::tr("%1 is ambiguous: it could be %2. Set the property to one of them")
                        .arg(describe(request, wanted), alternatives(m_members.allInstancesOf(wanted))));
    if (Component *instance = m_members.firstInstanceOf(wanted))
        return instance;
    const Provision provision = m_provisions.value(wanted);
    if (provision.made)
        return provision.made;
    m_patches.check(type);

    const bool isPatchsOwn = patch.constructor && (wanted == type || !provision.factory);
    const Factory &factory = isPatchsOwn ? patch.constructor : provision.factory;
    if (factory || ComponentType::of(wanted)->isConstructible())
        return create(wanted, request, factory);

    const Instances implementations = m_members.implementationsOf(wanted);
    if (implementations.count > 1)
        throw AmbiguousDependencyError(
                Text::tr(
                        "%1 is ambiguous: it could be %2, which derive from it. Set the property to one of them, or patch %3")
                        .arg(describe(request, wanted), alternatives(m_members.allImplementationsOf(wanted)),
                             nameOf(wanted)));
    if (!implementations.only)
        throw MissingDependencyError(Text::tr("%1 is missing: %2").arg(describe(request, wanted), remedy(wanted)));
    return implementations.only;
}

Component *Registry::findOptional(const QMetaObject *type, const Request &request) const
{
    const Patch patch = m_patches.of(type);
    if (patch.instance)
        return patch.instance == request.component ? nullptr : patch.instance;
    const QMetaObject *wanted = patch.type ? patch.type : type;
    const auto choose = [&](QList<Component *> found) -> Component * {
        found.removeAll(request.component);
        if (found.size() > 1)
            throw AmbiguousDependencyError(Text::tr("%1 is ambiguous: it could be %2. Set the property to one of them")
                                                   .arg(describe(request, wanted), alternatives(found)));
        return found.isEmpty() ? nullptr : found.first();
    };
    if (m_members.instancesOf(wanted).count > 0) {
        if (Component *instance = choose(m_members.allInstancesOf(wanted)))
            return instance;
    }
    Component *made = m_provisions.value(wanted).made;
    if (made || patch.type || m_members.implementationsOf(wanted).count == 0)
        return made == request.component ? nullptr : made;
    return choose(m_members.allImplementationsOf(wanted));
}

Component *Registry::replacementOf(Component *component) const
{
    const Patch patch = m_patches.of(ComponentPrivate::typeOf(component));
    if (!patch.type)
        return component;
    Component *replacement = patch.instance ? patch.instance : m_members.firstInstanceOf(patch.type);
    return replacement ? replacement : component;
}

Component *Registry::create(const QMetaObject *type, const Request &request, const Factory &factory)
{
    Component *component = m_shared->spares.value(type);
    if (!component)
        component = construct(type, describe(request, type), factory);
    if (m_members.indexOf(component) < 0) {
        auto &membership = ComponentPrivate::get(component)->membership;
        if (!membership.host) // otherwise insert() throws
            membership.isOwned = true;
        m_members.insert(component);
        if (!component->parent())
            component->setParent(m_parent);
    }
    if (m_members.isScratch())
        m_shared->spares.insert(type, component);
    else
        m_shared->spares.remove(type);
    if (authoredType(component->metaObject()) != type)
        m_provisions[type].made = component;
    return component;
}

// A constructor or a factory may do anything, even destroy the conductor, but it may not ask for the class that it
// creates.
Component *Registry::construct(const QMetaObject *type, const QString &description, const Factory &factory)
{
    if (m_shared->underConstruction.contains(type))
        throw Error(Text::tr("%1 is missing: it is being created").arg(description));
    m_shared->underConstruction.insert(type);
    const auto end = qScopeGuard([shared = m_shared, type] { shared->underConstruction.remove(type); });
    Component *component = nullptr;
    try {
        component = m_gateway->call([&] { return factory ? factory() : ComponentType::of(type)->construct(); });
    } catch (...) {
        const QString message = messageOf(std::current_exception());
        throw SetupError(Text::tr("Setup failed: %1: %2").arg(nameOf(type), message),
                         { { nameOf(type), QString::fromUtf8(unqualifiedName(type)), Phase::Setup, message,
                             std::current_exception() } });
    }
    if (!m_parent) {
        Gateway::destroy(component);
        throw Error(Text::tr("the conductor was destroyed or cleared while it created %1").arg(nameOf(type)));
    }
    if (component && component->metaObject()->inherits(type))
        return component;
    throw MissingDependencyError(
            Text::tr("%1 is missing: its factory returned %2")
                    .arg(description, component ? nameOf(component->metaObject()) : QStringLiteral("nullptr")));
}

void Registry::checkPatches() const
{
    m_patches.check();
    for (auto patch = m_replacements.cbegin(); patch != m_replacements.cend(); ++patch) {
        if (!patch.value())
            throw Error(Text::tr("the patch of %1 was destroyed").arg(nameOf(patch.key())));
    }
}

void Registry::addService(Component *service)
{
    ServicePrivate *part = ServicePrivate::of(service);
    if (part->given)
        m_services.insert(part->given, service);
    if (QObject *replacement = m_replacements.value(part->provided))
        replaceObject(service, replacement);
    m_members.addRoot(service);
}

void Registry::forgetObject(const QObject *object)
{
    m_members.noteChange();
    m_services.remove(object);
}

// The service keeps its hooks. Its dependencies are those of the replacement's class from now on.
void Registry::replaceObject(Component *service, QObject *replacement)
{
    ServicePrivate *part = ServicePrivate::of(service);
    part->replacement = replacement;
    part->isPatched = true;
    part->setObject(static_cast<Service *>(service), replacement);
    part->described = replacement->metaObject();
    ComponentPrivate::get(service)->componentType = nullptr;
}

void Registry::patchObject(const QMetaObject *type, QObject *object, const std::function<void(Component *)> &leave)
{
    m_members.noteChange();
    if (!object)
        return m_patches.refuse(type, Text::tr("the patch of %1 is a null pointer").arg(nameOf(type)));
    const QList<Component *> services = m_members.allInstancesOf(type);
    for (const Component *service : services) {
        const auto *d = ComponentPrivate::get(service);
        const bool isIdle = d->state == Component::State::Inactive || d->state == Component::State::Failed;
        if ((isIdle && !d->running.hook) || ServicePrivate::of(service)->object == object)
            continue;
        return m_patches.refuse(type, Text::tr("the patch of %1 comes too late: its service is %2 already")
                                              .arg(nameOf(type), Text::tr(stateName(d->state))));
    }
    m_members.noteServices();
    m_patches.set(type, {}); // what was refused before doesn't count any more
    m_replacements.insert(type, object);
    const QList<QPointer<Component>> left(services.begin(), services.end()); // leaving runs code of the application
    for (const QPointer<Component> &service : left) {
        if (service)
            leave(service);
        if (service)
            replaceObject(service, object);
    }
}

Component *Registry::findService(const QMetaObject *type, const Request &request)
{
    Component *only = m_members.instancesOf(type).only;
    if (only)
        return only == request.component ? nullptr : only;
    QList<Component *> services = m_members.allInstancesOf(type);
    services.removeAll(request.component);
    if (services.size() > 1)
        throw AmbiguousDependencyError(
                Text::tr("%1 is ambiguous: it could be %2. Set the property to one of their objects")
                        .arg(describe(request, type), alternatives(services)));
    if (!services.isEmpty())
        return services.first();
    if (!m_replacements.value(type) || m_members.isScratch() || !m_parent || m_members.instancesOf(type).count > 0)
        return nullptr;
    Component *service = ServicePrivate::make();
    ServicePrivate::of(service)->provided = type;
    ComponentPrivate::get(service)->membership.isOwned = true;
    service->setParent(m_parent);
    addService(service);
    return service;
}

void Registry::require(Component *dependent, Component *dependency)
{
    auto &needed = ComponentPrivate::get(dependent)->changeExtras().needed;
    needed.removeAll(nullptr);
    if (needed.contains(dependency))
        return;
    needed.append(dependency);
    m_members.noteChange();
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

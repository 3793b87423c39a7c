// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "inspectorwindow.h"

#include "meta/text_p.h"

#include <QtCore/qhash.h>
#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlcontext.h>

// What qt_add_qml_module() writes. A library that is linked and of which nothing is used isn't loaded everywhere, and its types
// aren't known then.
void qml_register_types_QConductor();
void qml_register_types_QConductor_Inspector();

namespace QConductor {

namespace {

using Windows = QHash<Conductor *, InspectorWindow *>;
Q_GLOBAL_STATIC(Windows, windows)

// Reads the addresses, so that no linker leaves the modules out.
bool areModulesLinked()
{
    static void (*volatile const functions[])() = { &qml_register_types_QConductor,
                                                    &qml_register_types_QConductor_Inspector };
    return functions[0] && functions[1];
}

} // namespace

QQuickWindow *InspectorWindow::show(Conductor *conductor)
{
    InspectorWindow *window = windows->value(conductor);
    if (!window) {
        window = new InspectorWindow(conductor);
        if (!areModulesLinked() || !window->load()) {
            delete window;
            return nullptr;
        }
    }
    window->m_view.show();
    window->m_view.raise();
    window->m_view.requestActivate();
    return &window->m_view;
}

// A window that belongs to another one isn't the last window of an application. That other one is never shown, so the inspector
// doesn't stay above any.
InspectorWindow::InspectorWindow(Conductor *conductor) : m_conductor(conductor), m_view(&m_engine, nullptr)
{
    windows->insert(conductor, this);
    m_view.setTransientParent(&m_leader);
    m_view.setResizeMode(QQuickView::SizeRootObjectToView);
    m_view.resize(1100, 760);
    m_view.setMinimumSize({ 480, 360 });
    updateTitle();
    connect(conductor, &QObject::objectNameChanged, this, &InspectorWindow::updateTitle);
    connect(conductor, &QObject::destroyed, this, [this] { delete this; });
    connect(qApp, &QCoreApplication::aboutToQuit, this, [this] { delete this; });
    connect(&m_view, &QWindow::visibleChanged, this, [this](bool isVisible) {
        if (isVisible)
            return;
        windows->remove(m_conductor); // the next call opens another one
        deleteLater();
    });
}

InspectorWindow::~InspectorWindow()
{
    m_view.disconnect(this);
    if (windows.exists() && windows->value(m_conductor) == this)
        windows->remove(m_conductor);
}

void InspectorWindow::updateTitle()
{
    const QString name = m_conductor->objectName();
    m_view.setTitle(name.isEmpty() ? Text::tr("Inspector") : Text::tr("%1 – Inspector").arg(name));
}

bool InspectorWindow::load()
{
    m_view.setInitialProperties({ { QStringLiteral("conductor"), QVariant::fromValue(m_conductor) } });
    m_view.setSource(QUrl(QStringLiteral("qrc:/qt-project.org/imports/QConductor/Inspector/InspectorPage.qml")));
    return m_view.status() == QQuickView::Ready;
}

} // namespace QConductor

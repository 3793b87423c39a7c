// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_INSPECTORWINDOW_H
#define QCONDUCTOR_INSPECTOR_INSPECTORWINDOW_H

#include "inspector.h"

#include <QConductor/Conductor>

#include <QtQml/qqmlengine.h>
#include <QtQuick/qquickview.h>

namespace QConductor {

// The window of showInspector(), with the engine that it needs. There is one for a conductor at most.
class InspectorWindow : public QObject
{
    Q_OBJECT

public:
    static QQuickWindow *show(Conductor *conductor);
    ~InspectorWindow() override;

private:
    explicit InspectorWindow(Conductor *conductor);
    bool load();
    void updateTitle();

    Conductor *const m_conductor; // destroys this
    QQmlEngine m_engine;
    QWindow m_leader; // is never shown
    QQuickView m_view;
};

} // namespace QConductor

#endif

// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_QMLCONDUCTOR_H
#define QCONDUCTOR_QML_QMLCONDUCTOR_H

#include "declaredobjects.h"

#include <QConductor/Conductor>

#include <QtQml/qqml.h>
#include <QtQml/qqmlparserstatus.h>

namespace QConductor {

// The type Conductor of QML. The components among its declared objects are added when its document is complete, and
// until then nothing is set up. Its property running says what was asked for last, corrected when a setup fails.
//
// The base classes of the QML types here are written with their namespace, for the type registrar of Qt 6.4 finds them
// by that name.
class QmlConductor : public QConductor::Conductor, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    Q_PROPERTY(bool running READ isRunning WRITE setRunning NOTIFY runningChanged FINAL)
    Q_PROPERTY(QQmlListProperty<QObject> data READ data DESIGNABLE false FINAL)
    Q_CLASSINFO("DefaultProperty", "data")
    QML_NAMED_ELEMENT(Conductor)

public:
    explicit QmlConductor(QObject *parent = nullptr);
    ~QmlConductor() override;

    bool isRunning() const { return m_isRunning; }
    void setRunning(bool run);
    QQmlListProperty<QObject> data() { return m_data.property(this); }

    Q_INVOKABLE void setup();
    Q_INVOKABLE void shutdown();
    Q_INVOKABLE void requestShutdown();
    Q_INVOKABLE void start(QConductor::Component *component);
    Q_INVOKABLE void stop(QConductor::Component *component);
    Q_INVOKABLE void restart(QConductor::Component *component);
    Q_INVOKABLE void patch(const QString &typeName, QObject *instance);

    void classBegin() override;
    void componentComplete() override;

Q_SIGNALS:
    void runningChanged();

private:
    void documentCompleted();
    void begin();
    void end();
    bool hasEnded() const { return m_hasEnded || !m_data.isDocumentAlive(); } // nothing can be set up any more
    void addDeclared(QObject *object);
    void followState(Conductor::State state);
    void publishRunning(bool running);

    DeclaredObjects m_data;
    bool m_isRunning = false; // value of the property running
    bool m_isToBegin = false; // setup() was called before its document was complete
    bool m_isComplete = true; // false between classBegin() and componentComplete()
    bool m_hasEnded = false;  // whether its document, or one around it, has begun to end
};

} // namespace QConductor

#endif
